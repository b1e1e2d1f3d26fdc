package org.atomicagents.internal.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.atomicagents.Partial;
import org.atomicagents.schema.Snapshot;
import org.jspecify.annotations.Nullable;

/** Iterates over the partial values of an output; skips values that are no longer the latest. */
final class PartialIterator<O> extends StreamIterator<Partial<O>> {
  // 146 years: the sum with a point in time cannot overflow.
  private static final long MAX_INTERVAL = Long.MAX_VALUE / 2;

  private final DocumentSource<O> stream;
  private final IntervalTimer timer;
  private final long interval;
  private @Nullable Snapshot<O> lastSnapshot;
  private int foundAttempt;
  private int foundEnd;
  private int returnedAttempt;
  private int returnedEnd;
  private long nextEmissionNanos;

  PartialIterator(DocumentSource<O> stream, IntervalTimer timer, Duration interval) {
    this.stream = stream;
    this.timer = timer;
    this.interval = Math.min(TimeUnit.NANOSECONDS.convert(interval), MAX_INTERVAL);
  }

  private record Found<O>(
      Snapshot<O> snapshot, int attempt, int draft, AppendOnlyText.Span newText) {}

  @Override
  @Nullable Partial<O> awaitNext() {
    if (returnedAttempt > 0 && interval > 0) {
      pause();
    }
    Found<O> latest = stream.await(this::poll);
    while (latest != null) {
      Partial<O> partial = createPartial(latest);
      if (partial != null) {
        return partial;
      }
      latest = stream.await(this::poll);
    }
    return null;
  }

  private void pause() {
    try {
      timer.pauseUntil(nextEmissionNanos);
    } catch (InterruptedException e) {
      throw stream.interrupted(e);
    }
  }

  /** Returns the partial value of a snapshot; null if the type cannot be constructed from it. */
  private @Nullable Partial<O> createPartial(Found<O> latest) {
    lastSnapshot = latest.snapshot();
    O value = latest.snapshot().value();
    if (value == null) {
      return null;
    }
    foundAttempt = latest.attempt();
    foundEnd = latest.newText().to();
    return new StreamedPartial<>(
        latest.attempt(), latest.draft(), latest.snapshot(), value, latest.newText());
  }

  @Override
  Partial<O> latest(Partial<O> partial) {
    Found<O> found = stream.peek(this::poll);
    Partial<O> newer = found == null ? null : createPartial(found);
    returnedAttempt = foundAttempt;
    returnedEnd = foundEnd;
    nextEmissionNanos = timer.now() + interval;
    return newer == null ? partial : newer;
  }

  private @Nullable Found<O> poll(PartialDocumentState<O> content) {
    Snapshot<O> snapshot = content.snapshot();
    if (snapshot == lastSnapshot || content.attempt() == 0) {
      return null;
    }
    int from = content.attempt() == returnedAttempt ? returnedEnd : 0;
    return new Found<>(
        snapshot, content.attempt(), content.draft(), content.text(content.attempt()).since(from));
  }
}
