package org.atomicagents.cli.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.atomicagents.RunResult;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelCatalog;
import org.atomicagents.model.TokenCount;

/** The tokens that the runs of a session used, and their cost as far as prices are known. */
final class SessionUsage {
  private Usage usage = Usage.NONE;
  private BigDecimal dollars = BigDecimal.ZERO;
  private int runs;
  private int unpricedRuns;

  void add(RunResult<?> result) {
    runs++;
    usage = usage.plus(result.usage());
    Optional<BigDecimal> cost =
        ModelCatalog.builtIn()
            .profile(result.model())
            .flatMap(profile -> profile.cost(result.usage(), Instant.now()));
    if (cost.isPresent()) {
      dollars = dollars.add(cost.get());
    } else {
      unpricedRuns++;
    }
  }

  /** Returns the text for the estimate of a request. */
  static String estimate(TokenCount count) {
    String window =
        count.utilization().isPresent()
            ? String.format(
                Locale.ROOT,
                ", %.1f%% of the context window of %d",
                100 * count.utilization().getAsDouble(),
                count.window().getAsInt())
            : "";
    return "The conversation has about %d tokens (system %d, history %d, schema %d)%s."
        .formatted(count.total(), count.system(), count.history(), count.schema(), window);
  }

  @Override
  public String toString() {
    String used =
        "This session used %d tokens in and %d out in %d %s"
            .formatted(usage.inputTokens(), usage.outputTokens(), runs, runs == 1 ? "run" : "runs");
    if (runs == unpricedRuns) {
      return used + ".";
    }
    String cost = dollars.setScale(4, RoundingMode.HALF_UP).toPlainString();
    return unpricedRuns == 0
        ? used + ", $" + cost + "."
        : used + ", $" + cost + " without " + unpricedRuns + " of unknown price.";
  }
}
