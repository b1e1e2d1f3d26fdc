package org.atomicagents.internal.stream;

import org.atomicagents.StreamOptions;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets the thread that waits for a stream read the response itself, as long as it keeps up with the
 * model.
 *
 * <p>Handing each chunk over to another thread takes about as long as decoding it, and a second
 * thread for each of thousands of streams takes 15 KB. But a response must also be read while its
 * only reader is busy. Therefore the {@link StreamReader} takes over for good if the waiting thread
 * is a platform thread, which cannot be interrupted in a read; if a second thread waits; if the
 * reader was absent for longer than {@link #MAX_ABSENCE_NANOS} without waiting for the model in
 * between; and if the {@link AbsenceChecker} finds it absent for so long.
 *
 * <p>Thread-safe.
 */
final class DirectReading {
  /** The time that a reader may be absent between two waits for the model. */
  static final long MAX_ABSENCE_NANOS = 20_000_000;

  // A read that takes longer has waited for the model, so that nothing more was available.
  private static final long MIN_WAIT_NANOS = 100_000;

  private final TimeSource time;
  private final boolean isAllowed;
  private volatile @Nullable StreamReader<?> reader;
  private volatile boolean isAbsent;
  private boolean isWatched;
  private long lastNanos;
  private long absentNanos;

  /**
   * Creates the state of a stream that was not read yet.
   *
   * @param reader the reader that takes over
   */
  DirectReading(StreamReader<?> reader, StreamOptions options, TimeSource time) {
    this.reader = reader;
    // During an interval nothing is read directly, but the value after it must be the latest.
    this.isAllowed = options.interval().isZero();
    this.time = time;
  }

  /** A thread begins to wait for the stream; it reads unless the reader has taken over. */
  void enter() {
    StreamReader<?> known = reader;
    if (known == null) {
      return;
    }
    if (!isAllowed || !Thread.currentThread().isVirtual()) {
      takeOver();
      return;
    }
    if (isAbsent) {
      long now = time.nanoTime();
      absentNanos += now - lastNanos;
      lastNanos = now;
      isAbsent = false;
      if (absentNanos > MAX_ABSENCE_NANOS) {
        takeOver();
      }
    } else if (!isWatched) {
      lastNanos = time.nanoTime();
    }
  }

  /** Records that the waiting thread has read a chunk. */
  void recordRead() {
    long now = time.nanoTime();
    if (now - lastNanos >= MIN_WAIT_NANOS) {
      absentNanos = 0;
    }
    lastNanos = now;
  }

  /** The thread waits no more, and may never return. */
  void leave() {
    if (reader == null) {
      return;
    }
    isAbsent = true;
    if (!isWatched) {
      isWatched = true;
      AbsenceChecker.add(this);
    }
  }

  /** Returns whether waiting threads read. */
  boolean isActive() {
    return reader != null;
  }

  /** Starts the reader, which reads the rest of the response. */
  void takeOver() {
    StreamReader<?> known = reader;
    reader = null;
    if (known != null) {
      known.start();
    }
  }

  /** Ends the checks of a stream that needs no reader any more. */
  void end() {
    reader = null;
  }

  /**
   * Starts the reader if the waiting thread is absent.
   *
   * @return whether waiting threads do not read any more
   */
  boolean endsIfAbsent() {
    if (reader != null && isAbsent && time.nanoTime() - lastNanos >= MAX_ABSENCE_NANOS) {
      takeOver();
    }
    return reader == null;
  }
}
