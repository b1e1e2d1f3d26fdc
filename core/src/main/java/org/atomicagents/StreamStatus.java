package org.atomicagents;

import java.time.Duration;
import java.util.Optional;

/**
 * The progress of a stream.
 *
 * @param attempt the number of the current attempt, from 1; 0 before the first text
 * @param timeToFirstToken the time from the start of the run to the first text of a response
 * @param outputTokens the output tokens of the complete responses as the provider reported them,
 *     plus an estimate for the text of a response for which it has not reported any
 * @param tokensPerSecond these tokens divided by the time in which responses were received; 0 if
 *     there was none
 */
public record StreamStatus(
    int attempt, Optional<Duration> timeToFirstToken, long outputTokens, double tokensPerSecond) {}
