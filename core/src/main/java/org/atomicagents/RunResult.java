package org.atomicagents;

import java.util.List;
import java.util.Objects;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Timings;

/**
 * An output, and how it came about.
 *
 * @param text the answer's JSON, as the model wrote it
 * @param model the model that answered, which may be a dated version of the one asked
 * @param attempts how many answers were judged
 * @param requests how many requests were sent
 * @param usage what all requests of the run used together
 * @param requestIds the provider's ids of the answers
 * @param repairs what was mended in the answer before it was read
 */
public record RunResult<O>(
    O output,
    String text,
    String model,
    FinishReason finishReason,
    int attempts,
    int requests,
    Usage usage,
    Timings timings,
    List<String> requestIds,
    List<Repair> repairs,
    CacheState cacheState) {

  public RunResult {
    Objects.requireNonNull(output, "output");
    requestIds = List.copyOf(requestIds);
    repairs = List.copyOf(repairs);
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
        + "]";
  }

  /** A copy that says this of the cache; for agents that wrap agents. */
  public RunResult<O> withCacheState(CacheState state) {
    return new RunResult<>(
        output,
        text,
        model,
        finishReason,
        attempts,
        requests,
        usage,
        timings,
        requestIds,
        repairs,
        state);
  }

  /** A copy with the times of this run; for agents that wrap agents. */
  public RunResult<O> withTimings(Timings newTimings) {
    return new RunResult<>(
        output,
        text,
        model,
        finishReason,
        attempts,
        requests,
        usage,
        newTimings,
        requestIds,
        repairs,
        cacheState);
  }
}
