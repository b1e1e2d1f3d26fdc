package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.atomicagents.message.Usage;

/**
 * The tokens and the cost of a number of runs.
 *
 * @param runs the number of runs, failed ones included
 * @param known the cost of the runs whose price is known, in the currency of the prices
 * @param unpricedRuns the number of runs with a usage whose price is not known
 */
public record LevelSpend(long runs, Usage usage, BigDecimal known, long unpricedRuns) {
  /** No runs. */
  public static final LevelSpend NONE = new LevelSpend(0, Usage.NONE, BigDecimal.ZERO, 0);

  /** Returns the cost; empty if the price of a run is not known, or no usage was reported. */
  public Optional<BigDecimal> cost() {
    return unpricedRuns > 0 || usage.equals(Usage.NONE) ? Optional.empty() : Optional.of(known);
  }

  /** Returns the mean cost of 1,000 runs; empty if the cost is not known. */
  public Optional<BigDecimal> costPerThousand() {
    return runs == 0
        ? Optional.empty()
        : cost()
            .map(amount ->
                amount.movePointRight(3).divide(BigDecimal.valueOf(runs), MathContext.DECIMAL64));
  }

  LevelSpend plus(LevelSpend more) {
    return new LevelSpend(
        runs + more.runs,
        usage.plus(more.usage),
        known.add(more.known),
        unpricedRuns + more.unpricedRuns);
  }
}
