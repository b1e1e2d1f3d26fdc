package org.atomicagents.internal.spark;

import java.math.BigDecimal;
import java.util.Optional;
import org.atomicagents.batch.Outcome;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;

/**
 * The counts of one row.
 *
 * @param attempts the number of validated responses
 * @param requests the number of requests that were sent
 * @param usage the tokens used by these requests
 * @param cost the cost of these requests; empty if it is not known
 */
public record RowCounts(
    boolean isReplayed, int attempts, int requests, Usage usage, Optional<BigDecimal> cost) {

  /** Returns the counts of an outcome. */
  public static <O> RowCounts of(Outcome<RowOutput<O>> outcome) {
    return switch (outcome) {
      case Outcome.Success<RowOutput<O>> success ->
          new RowCounts(
              success.output().isReplayed(),
              success.result().attempts(),
              success.result().requests(),
              success.usage(),
              success.output().cost());
      case Outcome.Failure<RowOutput<O>> failure -> {
        boolean isRun = failure.failure() instanceof AgentException;
        yield new RowCounts(
            false,
            isRun ? ((AgentException) failure.failure()).attempts() : 0,
            isRun ? ((AgentException) failure.failure()).requests() : 0,
            failure.usage(),
            failure.cost());
      }
    };
  }
}
