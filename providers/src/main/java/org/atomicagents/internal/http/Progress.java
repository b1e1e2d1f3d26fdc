package org.atomicagents.internal.http;

import org.atomicagents.model.Timings;

/**
 * How far an exchange has come, and how long it took to connect.
 *
 * <p>Thread-safe: an HTTP library may connect on threads of its own.
 */
final class Progress implements TransportListener {
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

  @Override
  public void connecting() {
    if (stage == Stage.CONNECTING) {
      if (connectingSince == NEVER) {
        connectingSince = timings.now();
      }
      // The HTTP library ends an attempt in time, and tries the next address. What it doesn't
      // tell of, a proxy that is asked for a tunnel, has as long again.
      alarm.step(2 * times.connect().toNanos());
    }
  }

  @Override
  public void securing() {
    if (stage == Stage.CONNECTING) {
      alarm.step(times.connect().toNanos());
    }
  }

  @Override
  public void connected(boolean shared) {
    connectNanos = connectNanos();
    connectingSince = NEVER;
    stage = Stage.WAITING;
    alarm.step(times.firstByte().toNanos());
    place.connected(shared, connectNanos);
    whenConnected.run();
  }

  @Override
  public void disconnected() {
    if (stage == Stage.WAITING) {
      stage = Stage.CONNECTING;
      alarm.pause();
    }
  }

  @Override
  public void sending() {
    if (stage == Stage.CONNECTING) {
      stage = Stage.WAITING;
      alarm.step(times.firstByte().toNanos());
    }
  }

  void answered() {
    alarm.pause();
    stage = Stage.READING;
  }
}
