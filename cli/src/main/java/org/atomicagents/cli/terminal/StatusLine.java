package org.atomicagents.cli.terminal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import org.atomicagents.RunResult;
import org.atomicagents.StreamStatus;
import org.atomicagents.message.Usage;
import org.atomicagents.time.Phase;

/** Formats the model, token usage and speed of a response as one line. */
public final class StatusLine {
  // The token rate of a shorter stream has no meaning.
  private static final Duration MIN_STREAM_TIME = Duration.ofMillis(100);

  private StatusLine() {}

  /** Returns the status line of a run. */
  public static String of(RunResult<?> result, StreamStatus status) {
    var parts = new ArrayList<String>();
    parts.add(TextCleaner.cleanLine(result.model()));
    Usage usage = result.usage();
    parts.add(
        usage.equals(Usage.NONE)
            ? "about %d tokens out".formatted(status.outputTokens())
            : "%d tokens in, %d out".formatted(usage.inputTokens(), usage.outputTokens()));
    status.timeToFirstToken().map(StatusLine::seconds).ifPresent(parts::add);
    if (result.timings().of(Phase.STREAM).compareTo(MIN_STREAM_TIME) >= 0) {
      parts.add("%.0f tokens/s".formatted(status.tokensPerSecond()));
    }
    if (result.attempts() > 1) {
      parts.add("%d attempts".formatted(result.attempts()));
    }
    return String.join(", ", parts);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "first token after %.2f s", duration.toNanos() / 1e9);
  }
}
