package org.atomicagents.http;

import java.util.concurrent.Future;
import org.atomicagents.model.Timings;
import org.jspecify.annotations.Nullable;

/**
 * How far an exchange has come, and how long it took to connect.
 *
 * <p>Thread-safe: an HTTP library may connect on threads of its own.
 */
final class Progress {
  /** What an exchange is doing, and so what a failure means. */
  enum Stage {
    CONNECTING,
    WAITING,
    READING
  }

  private static final long NEVER = Long.MIN_VALUE;

  private final Timings.Recorder timings;
  private final Runnable whenCut;
  private volatile @Nullable Future<?> waited;
  private volatile boolean cut;
  private volatile Stage stage = Stage.CONNECTING;
  private volatile long connectingSince = NEVER;
  private volatile long connectNanos;

  /**
   * Progress that begins now.
   *
   * @param whenCut done when the HTTP library has cut the connection, of itself or told to; must
   *     not block
   */
  Progress(Timings.Recorder timings, Runnable whenCut) {
    this.timings = timings;
    this.whenCut = whenCut;
  }

  Stage stage() {
    return stage;
  }

  /** Time spent on connections until now, in nanoseconds. */
  long connectNanos() {
    long since = connectingSince;
    return connectNanos + (since == NEVER ? 0 : timings.now() - since);
  }

  /** A connection is being made; attempts that race with the one in use don't count. */
  void connecting() {
    if (stage == Stage.CONNECTING && connectingSince == NEVER) {
      connectingSince = timings.now();
    }
  }

  void connected() {
    connectNanos = connectNanos();
    connectingSince = NEVER;
    stage = Stage.WAITING;
  }

  /** The connection failed before an answer began, and another one may be tried. */
  void disconnected() {
    if (stage == Stage.WAITING) {
      stage = Stage.CONNECTING;
    }
  }

  void answered() {
    stage = Stage.READING;
  }

  /** What to cancel if the connection is cut; null for nothing any more. */
  void waitingFor(@Nullable Future<?> answer) {
    waited = answer;
    if (cut) {
      cancel(answer);
    }
  }

  void cut() {
    cut = true;
    cancel(waited);
    whenCut.run();
  }

  private static void cancel(@Nullable Future<?> answer) {
    if (answer != null) {
      answer.cancel(false);
    }
  }
}
