package org.atomicagents.cli.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Phase;

/** Tells in a line what an answer took. */
public final class StatusLine {
  // What comes at once has no pace.
  private static final Duration MIN_STREAM_TIME = Duration.ofMillis(100);

  private StatusLine() {}

  public static String of(RunResult<?> reply, StreamStatus status) {
    var parts = new ArrayList<String>();
    parts.add(reply.model());
    Usage usage = reply.usage();
    parts.add(
        usage.equals(Usage.NONE)
            ? "about %d tokens out".formatted(status.outputTokens())
            : "%d tokens in, %d out".formatted(usage.inputTokens(), usage.outputTokens()));
    status.toFirstToken().map(StatusLine::seconds).ifPresent(parts::add);
    if (reply.timings().of(Phase.STREAM).compareTo(MIN_STREAM_TIME) >= 0) {
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
