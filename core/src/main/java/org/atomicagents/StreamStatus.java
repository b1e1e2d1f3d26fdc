package org.atomicagents;

import java.time.Duration;
import java.util.Optional;

/**
 * The progress of a stream.
 *
 * @param attempt the number of the current attempt, from 1; 0 before the first text
 * @param draft the number of the current draft, from 1, as in {@link Partial#draft}; 0 before the
 *     first text
 * @param timeToFirstToken the time from the start of the run to the first text of a response
 * @param outputTokens the output tokens of the complete responses as the provider reported them,
 *     plus an estimate for the text of a response for which it has not reported any
 * @param tokensPerSecond these tokens divided by the time in which responses were received; 0 if
 *     there was none
 */
public record StreamStatus(
    int attempt,
    int draft,
    Optional<Duration> timeToFirstToken,
    long outputTokens,
    double tokensPerSecond) {

  /** Returns the status of a stream that has not received any text. */
  public static StreamStatus notStarted() {
    return new StreamStatus(0, 0, Optional.empty(), 0, 0);
  }
}
