package org.atomicagents.telemetry;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run.
 *
 * @param result the result; null unless the run has completed
 * @param failure the exception; null if there is none, as for a stream that was closed early
 * @param duration the time from the beginning of the preparation
 * @param timings the phases; null if the run has failed before its first request
 * @param isStreamed whether the output was streamed to the caller
 * @param counts the counts of its requests, tools, repairs and re-asks
 */
public record RunReport(
    ActivityOutcome outcome,
    @Nullable RunResult<?> result,
    @Nullable Throwable failure,
    Duration duration,
    @Nullable Timings timings,
    boolean isStreamed,
    RunCounts counts) {

  /** Returns the tokens of all requests of the run, as far as the providers reported them. */
  public Usage usage() {
    if (result != null) {
      return result.usage();
    }
    return failure instanceof AgentException e ? e.usage() : Usage.NONE;
  }

  /**
   * Returns the cost of the run in the currency of its prices; empty if the price of a model is not
   * known.
   */
  public Optional<BigDecimal> cost() {
    if (result != null) {
      return result.cost();
    }
    return failure instanceof AgentException e ? e.cost() : Optional.empty();
  }

  /** Returns the number of responses that were validated. */
  public int attempts() {
    if (result != null) {
      return result.attempts();
    }
    return failure instanceof AgentException e ? e.attempts() : 0;
  }

  /** Returns the part of a cache in the result; {@link CacheState#NONE} without a result. */
  public CacheState cacheState() {
    return result == null ? CacheState.NONE : result.cacheState();
  }

  /** Returns the providers' ids of the responses. */
  public List<String> requestIds() {
    if (result != null) {
      return result.requestIds();
    }
    return failure instanceof AgentException e ? e.requestIds() : List.of();
  }

  /** Returns a copy with other counts. */
  public RunReport withCounts(RunCounts other) {
    return new RunReport(outcome, result, failure, duration, timings, isStreamed, other);
  }
}
