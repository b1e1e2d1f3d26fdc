package org.atomicagents;

import java.time.Duration;
import java.util.Optional;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.Phase;
import org.atomicagents.model.Timings;
import org.jspecify.annotations.Nullable;

/**
 * How far a stream has come.
 *
 * @param attempt which attempt at the output is being written, from 1; 0 before the first text
 * @param toFirstToken from the start of the run to the first text of an answer
 * @param outputTokens what the finished answers have used, as the provider told, and an estimate of
 *     the text that has come of the one that is being written; of the last one, too, if the
 *     provider told nothing of it
 * @param tokensPerSecond these tokens over the time in which answers came; 0 where there was none
 */
public record StreamStatus(
    int attempt, Optional<Duration> toFirstToken, long outputTokens, double tokensPerSecond) {

  static StreamStatus of(
      int attempt, CallContext call, AppendOnlyText.@Nullable Span text, AgentSettings settings) {
    Timings timings = call.timings().snapshot();
    long tokens = call.usage().outputTokens();
    if (text != null && call.hasUntoldText()) {
      tokens += settings.tokenCounter().count(text.toString());
    }
    return new StreamStatus(
        attempt, timings.toFirstToken(), tokens, timings.perSecond(tokens, Phase.STREAM));
  }
}
