package org.atomicagents.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Phase;

/** Tells in a line what an answer took. */
final class ReplyStatus {
  // What comes at once has no pace.
  private static final Duration SHORTEST = Duration.ofMillis(100);

  private ReplyStatus() {}

  static String of(RunResult<?> reply, StreamStatus status) {
    var parts = new ArrayList<String>();
    parts.add(reply.model());
    Usage usage = reply.usage();
    parts.add(
        usage.equals(Usage.NONE)
            ? "about %d tokens out".formatted(status.outputTokens())
            : "%d tokens in, %d out".formatted(usage.inputTokens(), usage.outputTokens()));
    status.toFirstToken().map(ReplyStatus::seconds).ifPresent(parts::add);
    if (reply.timings().of(Phase.STREAM).compareTo(SHORTEST) >= 0) {
      parts.add("%.0f tokens/s".formatted(status.tokensPerSecond()));
    }
    if (reply.attempts() > 1) {
      parts.add("%d attempts".formatted(reply.attempts()));
    }
    return String.join(", ", parts);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "first token after %.2f s", duration.toNanos() / 1e9);
  }
}
