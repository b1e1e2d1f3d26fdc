package org.atomicagents.internal.http;

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
  private final PoolSettings.Times times;
  private final Watch.Alarm alarm;
  private final Admission.Place place;
  private final Runnable whenConnected;
  private volatile @Nullable Future<?> waited;
  private volatile boolean cut;
  private volatile Stage stage = Stage.CONNECTING;
  private volatile long connectingSince = NEVER;
  private volatile long connectNanos;

  /**
   * Progress that begins now.
   *
   * @param alarm set to the time that each step may take
   * @param whenConnected done each time that there is a connection
   */
  Progress(
      Timings.Recorder timings,
      PoolSettings.Times times,
      Watch.Alarm alarm,
      Admission.Place place,
      Runnable whenConnected) {
    this.timings = timings;
    this.times = times;
    this.alarm = alarm;
    this.place = place;
    this.whenConnected = whenConnected;
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
    if (stage == Stage.CONNECTING) {
      if (connectingSince == NEVER) {
        connectingSince = timings.now();
      }
      // The HTTP library ends an attempt in time, and tries the next address. What it doesn't
      // tell of, a proxy that is asked for a tunnel, has as long again.
      alarm.step(2 * times.connect().toNanos());
    }
  }

  /** The connection is there, and TLS begins over it. */
  void securing() {
    if (stage == Stage.CONNECTING) {
      alarm.step(times.connect().toNanos());
    }
  }

  /** There is a connection; others can use it at the same time if it is {@code shared}. */
  void connected(boolean shared) {
    connectNanos = connectNanos();
    connectingSince = NEVER;
    stage = Stage.WAITING;
    alarm.step(times.firstByte().toNanos());
    place.connected(shared, connectNanos);
    whenConnected.run();
  }

  /** The connection failed before an answer began, and another one may be tried. */
  void disconnected() {
    if (stage == Stage.WAITING) {
      stage = Stage.CONNECTING;
      alarm.pause();
    }
  }

  /** A request begins; the library doesn't tell of a connection that it uses for another try. */
  void sending() {
    if (stage == Stage.CONNECTING) {
      stage = Stage.WAITING;
      alarm.step(times.firstByte().toNanos());
    }
  }

  void answered() {
    alarm.pause();
    stage = Stage.READING;
  }

  /** What to cancel if the connection is cut; null for nothing any more. */
  void waitingFor(@Nullable Future<?> answer) {
    waited = answer;
    if (cut) {
      cancel(answer);
    }
  }

  /** The connection is cut: nobody waits for it any more. */
  void cut() {
    cut = true;
    cancel(waited);
  }

  private static void cancel(@Nullable Future<?> answer) {
    if (answer != null) {
      answer.cancel(false);
    }
  }
}
