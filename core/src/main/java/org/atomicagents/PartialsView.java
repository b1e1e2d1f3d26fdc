package org.atomicagents;

import java.time.Duration;
import org.atomicagents.schema.Snapshot;
import org.jspecify.annotations.Nullable;

/** The output as it grows: always the newest, and each only once. */
final class PartialsView<O> extends View<Partial<O>> {
  private final LiveStream<O> stream;
  private final Duration interval;
  private @Nullable Snapshot<O> seen;
  private @Nullable TextLog log;
  private int read;
  private long due;
  private boolean hasShown;

  PartialsView(LiveStream<O> stream, Duration interval) {
    this.stream = stream;
    this.interval = interval;
  }

  private record Found<O>(
      Snapshot<O> snapshot, int attempt, TextLog log, TextLog.Span text, int read) {}

  @Override
  @Nullable Partial<O> find() {
    if (hasShown && !interval.isZero()) {
      stream.pauseUntil(due);
    }
    Found<O> found = stream.await(this::poll);
    while (found != null) {
      seen = found.snapshot();
      O value = found.snapshot().value();
      if (value != null) {
        log = found.log();
        read = found.read();
        due = stream.now() + interval.toNanos();
        hasShown = true;
        return new Partial<>(found.attempt(), found.snapshot(), value, found.text());
      }
      found = stream.await(this::poll);
    }
    return null;
  }

  private @Nullable Found<O> poll(LiveAnswer<O> answer) {
    Snapshot<O> snapshot = answer.snapshot();
    if (snapshot == seen) {
      return null;
    }
    if (answer.answers() == 0) {
      return null;
    }
    TextLog text = answer.text(answer.answers());
    int from = text.equals(log) ? read : 0;
    return new Found<>(snapshot, answer.attempt(), text, text.since(from), text.length());
  }
}
