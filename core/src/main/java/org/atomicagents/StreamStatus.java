package org.atomicagents;

import java.time.Duration;
import java.util.Optional;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.Phase;
import org.atomicagents.model.Timings;

/**
 * How far a stream has come.
 *
 * @param attempt which attempt at the output is being written, from 1; 0 before the first text
 * @param toFirstToken from the start of the run to the first text of an answer
 * @param outputTokens what the finished answers have used, as the provider told, or an estimate of
 *     the text that has come so far
 * @param tokensPerSecond these tokens over the time in which answers came; 0 where there was none
 */
public record StreamStatus(
    int attempt, Optional<Duration> toFirstToken, long outputTokens, double tokensPerSecond) {

  static StreamStatus of(int attempt, CallContext call, String text, AgentSettings settings) {
    Timings timings = call.timings().snapshot();
    long told = call.usage().outputTokens();
    long tokens = told > 0 ? told : settings.tokenCounter().count(text);
    return new StreamStatus(
        attempt, timings.toFirstToken(), tokens, timings.perSecond(tokens, Phase.STREAM));
  }
}
