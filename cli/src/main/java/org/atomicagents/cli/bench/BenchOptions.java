package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.util.List;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.cli.batch.ErrorLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the command {@code bench} that define the load. */
public final class BenchOptions {
  @Option(
      names = "--concurrency",
      paramLabel = "N,N,...",
      defaultValue = "1,5,20",
      converter = ConcurrencyLevels.Converter.class,
      description =
          "The numbers of concurrent callers, measured one after the other. Default: 1,5,20.")
  private ConcurrencyLevels concurrency = new ConcurrencyLevels(List.of(1));

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "The number of measured runs of each level; the inputs are repeated. Default: one per"
              + " input.")
  private @Nullable Long runs;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "The number of runs before each level that are not measured. Default: one per caller, but"
              + " no more than --runs.")
  private @Nullable Integer warmUp;

  @Option(
      names = "--no-stream",
      description =
          "Request responses that are not streamed; the time to the first token is not known then.")
  private boolean withoutStream;

  @Option(
      names = "--max-cost",
      paramLabel = "AMOUNT",
      description =
          "Start no further run when this amount is spent, warm-up included, in the currency of the"
              + " model's prices, such as 2.50.")
  private @Nullable BigDecimal maxCost;

  @Option(
      names = "--max-errors",
      paramLabel = "N|P%",
      converter = ErrorLimit.Converter.class,
      description =
          "Stop when N runs have failed, or more than P percent of at least 20 runs. Default:"
              + " continue.")
  private @Nullable ErrorLimit maxErrors;

  /** Returns whether the cost is limited. */
  boolean hasMaxCost() {
    return maxCost != null;
  }

  /** Returns the maximum number of inputs that the plan uses. */
  long maxInputs() {
    return runs == null ? LoadPlan.MAX_RUNS : runs;
  }

  /** Returns the plan for a number of inputs. */
  LoadPlan plan(int inputs) {
    long count = runs == null ? inputs : runs;
    StopPolicy policy = maxErrors == null ? StopPolicy.collectAll() : maxErrors.policy();
    return new LoadPlan(concurrency.callers(), count, warmUp, !withoutStream, maxCost, policy);
  }

  /**
   * Returns the first option with an invalid value, as a message; null if all are valid.
   *
   * @return the message of a usage error
   */
  public @Nullable String problem() {
    if (runs != null && (runs < 1 || runs > LoadPlan.MAX_RUNS)) {
      return "--runs: expected 1 to %d, found %d".formatted(LoadPlan.MAX_RUNS, runs);
    }
    if (warmUp != null && warmUp < 0) {
      return "--warm-up: expected 0 or more, found " + warmUp;
    }
    if (maxCost != null && maxCost.signum() <= 0) {
      return "--max-cost: expected more than 0, found " + maxCost.toPlainString();
    }
    return null;
  }
}
