package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.atomicagents.CacheState;
import org.atomicagents.message.Usage;

/**
 * The course of a single run.
 *
 * @param number the number of the run in its level, from 0, in the order of the starts
 * @param input the position of the input, from 0
 * @param start the time from the start of the level to the start of the run
 * @param firstToken the time to the first text; empty if the response was not streamed, or had none
 * @param segments the intervals of the run in their order; the last ones are left out if there are
 *     more than {@value CallTracer#MAX_SEGMENTS}
 * @param cost the cost; empty if the price is not known
 * @param failure the failure; empty if the run succeeded
 */
public record CallTrace(
    long number,
    int input,
    Duration start,
    Duration latency,
    Optional<Duration> firstToken,
    List<TraceSegment> segments,
    int attempts,
    int requests,
    Usage usage,
    Optional<BigDecimal> cost,
    CacheState cacheState,
    Optional<FailureText> failure) {

  public CallTrace {
    segments = List.copyOf(segments);
  }

  /**
   * The failure of a run.
   *
   * @param type the simple name of the exception
   * @param message its message, shortened
   */
  public record FailureText(String type, String message) {
    private static final int MAX_LENGTH = 400;

    static FailureText of(RuntimeException failure) {
      String message = String.valueOf(failure.getMessage());
      if (message.length() > MAX_LENGTH) {
        int end = message.offsetByCodePoints(0, message.codePointCount(0, MAX_LENGTH) - 1);
        message = message.substring(0, end) + "…";
      }
      return new FailureText(failure.getClass().getSimpleName(), message);
    }
  }

  /** The reason for which a trace is in a report. */
  public enum Reason {
    /** The run is one of the slowest successful ones. */
    SLOWEST,
    /** The latency of the run is near the median. */
    TYPICAL,
    /** The run failed. */
    FAILED
  }

  /** A trace of a report. */
  public record Example(Reason reason, CallTrace trace) {}
}
