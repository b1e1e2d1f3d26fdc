package org.atomicagents;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Usage;
import org.atomicagents.price.Charge;
import org.atomicagents.time.Timings;

/**
 * The output of a run and its metrics.
 *
 * <p>Immutable.
 *
 * @param <O> the type of the output
 * @param output the valid output
 * @param text the JSON of the response before repairs; after a re-ask of parts, the merged JSON
 * @param model the model that responded, which may be a dated version of the requested one
 * @param finishReason the reason for which the model stopped
 * @param attempts the number of validated responses; more than 1 after re-asks
 * @param requests the number of requests that were sent
 * @param usage the tokens used by all requests of the run together
 * @param charges the usage of each request with the prices of its model; for a result from a cache,
 *     those of its {@link PreparedRun#preparationUsage()}
 * @param timings the durations of the run and its phases
 * @param requestIds the provider's ids of the responses
 * @param repairs the repairs of the response before it was decoded; empty if it was valid JSON
 * @param cacheState the part of a cache in this result
 * @param shortfalls the reasons for which the output was not accepted, although it is the best one
 *     that was available: the run of several models ended at a limit, for example. Empty for an
 *     accepted output, as that of every run of one model is
 * @param opaque the parts of the response that only its provider understands, such as encrypted
 *     reasoning; the conversation contains them
 */
public record RunResult<O>(
    O output,
    String text,
    String model,
    FinishReason finishReason,
    int attempts,
    int requests,
    Usage usage,
    List<Charge> charges,
    Timings timings,
    List<String> requestIds,
    List<Repair> repairs,
    CacheState cacheState,
    List<String> shortfalls,
    List<Content> opaque) {

  public RunResult {
    Objects.requireNonNull(output, "output");
    charges = List.copyOf(charges);
    requestIds = List.copyOf(requestIds);
    repairs = List.copyOf(repairs);
    shortfalls = List.copyOf(shortfalls);
    opaque = List.copyOf(opaque);
  }

  /** Creates the result of an accepted output without opaque parts. */
  public RunResult(
      O output,
      String text,
      String model,
      FinishReason finishReason,
      int attempts,
      int requests,
      Usage usage,
      List<Charge> charges,
      Timings timings,
      List<String> requestIds,
      List<Repair> repairs,
      CacheState cacheState) {
    this(
        output,
        text,
        model,
        finishReason,
        attempts,
        requests,
        usage,
        charges,
        timings,
        requestIds,
        repairs,
        cacheState,
        List.of(),
        List.of());
  }

  /** Returns whether the output was accepted: it has no {@link #shortfalls}. */
  public boolean isAccepted() {
    return shortfalls.isEmpty();
  }

  /**
   * Returns the cost of all requests of the run, retries and re-asks included, each with the {@link
   * Charge#billing()} of its model, in the currency of the prices; zero for a result from a cache,
   * except for its {@link PreparedRun#preparationUsage()}.
   *
   * <p>{@link Charge#total(List, org.atomicagents.price.Billing)} of {@link #charges()} returns the
   * cost of another service tier.
   *
   * @return empty if the price of a model is not known, never zero for that reason; also empty if
   *     the charges do not cover the usage, as after resuming a suspended tool loop
   */
  public Optional<BigDecimal> cost() {
    return Charge.total(charges, usage);
  }

  /** Returns the output and the metrics; the response's text is represented by its size. */
  @Override
  public String toString() {
    return getClass().getSimpleName()
        + "["
        + output
        + ", text="
        + text.length()
        + " characters, "
        + model
        + ", "
        + finishReason
        + ", attempts="
        + attempts
        + ", requests="
        + requests
        + ", "
        + usage
        + ", "
        + timings
        + ", requestIds="
        + requestIds
        + ", repairs="
        + repairs.size()
        + (isAccepted() ? "]" : ", shortfalls=" + shortfalls + "]");
  }

  /** Returns a copy with another output, which may be of another type. */
  public <T> RunResult<T> withOutput(T newOutput) {
    return copy(newOutput, timings, cacheState);
  }

  /** Returns a copy with a cache state; for agents that cache the results of other agents. */
  public RunResult<O> withCacheState(CacheState state) {
    return copy(output, timings, state);
  }

  /** Returns a copy with timings; for agents that measure other agents. */
  public RunResult<O> withTimings(Timings newTimings) {
    return copy(output, newTimings, cacheState);
  }

  private <T> RunResult<T> copy(T newOutput, Timings newTimings, CacheState newState) {
    return new RunResult<>(
        newOutput,
        text,
        model,
        finishReason,
        attempts,
        requests,
        usage,
        charges,
        newTimings,
        requestIds,
        repairs,
        newState,
        shortfalls,
        opaque);
  }
}
