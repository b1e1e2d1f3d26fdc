package org.atomicagents;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.atomicagents.schema.Snapshot;
import org.jspecify.annotations.Nullable;

/** The output as it grows: always the newest, and each only once. */
final class PartialIterator<O> extends StreamIterator<Partial<O>> {
  // 146 years stand for all that is longer, so that the sum with a moment doesn't overflow.
  private static final long LONGEST = Long.MAX_VALUE / 2;

  private final RunStream<O> stream;
  private final long interval;
  private @Nullable Snapshot<O> seen;
  private @Nullable AppendOnlyText log;
  private int read;
  private @Nullable AppendOnlyText foundLog;
  private int foundRead;
  private long due;
  private boolean hasShown;

  PartialIterator(RunStream<O> stream, Duration interval) {
    this.stream = stream;
    this.interval = Math.min(TimeUnit.NANOSECONDS.convert(interval), LONGEST);
  }

  private record Found<O>(
      Snapshot<O> snapshot, int attempt, int draft, AppendOnlyText log, AppendOnlyText.Span text, int read) {}

  @Override
  @Nullable Partial<O> find() {
    if (hasShown && interval > 0) {
      stream.pauseUntil(due);
    }
    Found<O> found = stream.await(this::poll);
    while (found != null) {
      Partial<O> partial = partial(found);
      if (partial != null) {
        return partial;
      }
      found = stream.await(this::poll);
    }
    return null;
  }

  /** Null if the type can't be built of it. */
  private @Nullable Partial<O> partial(Found<O> found) {
    seen = found.snapshot();
    O value = found.snapshot().value();
    if (value == null) {
      return null;
    }
    foundLog = found.log();
    foundRead = found.read();
    return new Partial<>(found.attempt(), found.draft(), found.snapshot(), value, found.text());
  }

  @Override
  Partial<O> newest(Partial<O> found) {
    Found<O> news = stream.peek(this::poll);
    Partial<O> newer = news == null ? null : partial(news);
    Partial<O> newest = newer == null ? found : newer;
    log = foundLog;
    read = foundRead;
    due = stream.now() + interval;
    hasShown = true;
    return newest;
  }

  private @Nullable Found<O> poll(PartialDocument<O> answer) {
    Snapshot<O> snapshot = answer.snapshot();
    if (snapshot == seen) {
      return null;
    }
    if (answer.attempt() == 0) {
      return null;
    }
    AppendOnlyText text = answer.text(answer.attempt());
    int from = text.equals(log) ? read : 0;
    return new Found<>(
        snapshot, answer.attempt(), answer.draft(), text, text.since(from), text.length());
  }
}
