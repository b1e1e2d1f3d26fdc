package org.atomicagents.internal.http.pool;

import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.internal.http.TransportListener;
import org.atomicagents.model.Timings;

/**
 * How far an exchange has come, and how long it took to connect.
 *
 * <p>Thread-safe: an HTTP library may connect on threads of its own.
 */
final class CallProgress implements TransportListener {
  /** What an exchange is doing, and so what a failure means. */
  enum CallStage {
    CONNECTING,
    WAITING,
    READING
  }

  private static final long NEVER = Long.MIN_VALUE;

  private final Timings.Recorder timings;
  private final PoolSettings.PoolTimeouts times;
  private final TimeoutScheduler.Timeout timeout;
  private final AdmissionQueue.Permit permit;
  private final Runnable onConnected;
  private volatile CallStage stage = CallStage.CONNECTING;
  private volatile long connectingSince = NEVER;
  private volatile long connectNanos;

  /**
   * Progress that begins now.
   *
   * @param alarm set to the time that each step may take
   * @param whenConnected done each time that there is a connection
   */
  CallProgress(
      Timings.Recorder timings,
      PoolSettings.PoolTimeouts times,
      TimeoutScheduler.Timeout alarm,
      AdmissionQueue.Permit place,
      Runnable whenConnected) {
    this.timings = timings;
    this.times = times;
    this.timeout = alarm;
    this.permit = place;
    this.onConnected = whenConnected;
  }

  CallStage stage() {
    return stage;
  }

  /** Time spent on connections until now, in nanoseconds. */
  long connectNanos() {
    long since = connectingSince;
    return connectNanos + (since == NEVER ? 0 : timings.now() - since);
  }

  @Override
  public void connecting() {
    if (stage == CallStage.CONNECTING) {
      if (connectingSince == NEVER) {
        connectingSince = timings.now();
      }
      // The HTTP library ends an attempt in time, and tries the next address. What it doesn't
      // tell of, a proxy that is asked for a tunnel, has as long again.
      timeout.startStep(2 * times.connect().toNanos());
    }
  }

  @Override
  public void startingTls() {
    if (stage == CallStage.CONNECTING) {
      timeout.startStep(times.connect().toNanos());
    }
  }

  @Override
  public void connected(boolean shared) {
    connectNanos = connectNanos();
    connectingSince = NEVER;
    stage = CallStage.WAITING;
    timeout.startStep(times.firstByte().toNanos());
    permit.connected(shared, connectNanos);
    onConnected.run();
  }

  @Override
  public void disconnected() {
    if (stage == CallStage.WAITING) {
      stage = CallStage.CONNECTING;
      timeout.endStep();
    }
  }

  @Override
  public void sending() {
    if (stage == CallStage.CONNECTING) {
      stage = CallStage.WAITING;
      timeout.startStep(times.firstByte().toNanos());
    }
  }

  void answered() {
    timeout.endStep();
    stage = CallStage.READING;
  }
}
