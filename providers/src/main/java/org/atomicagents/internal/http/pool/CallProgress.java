package org.atomicagents.internal.http.pool;

import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.internal.http.TransportListener;
import org.atomicagents.time.Timings;

/**
 * The progress of one call: its stage, and the time it spent connecting.
 *
 * <p>Thread-safe: an HTTP library may connect on threads of its own.
 */
final class CallProgress implements TransportListener {
  /** The stage of a call, which determines the meaning of a failure. */
  enum CallStage {
    CONNECTING,
    WAITING,
    READING
  }

  private static final long NEVER = Long.MIN_VALUE;

  private final Timings.Recorder timings;
  private final PoolSettings.PoolTimeouts timeouts;
  private final TimeoutScheduler.Timeout timeout;
  private final AdmissionQueue.Permit permit;
  private final Runnable onConnected;
  private volatile CallStage stage = CallStage.CONNECTING;
  private volatile long connectingSince = NEVER;
  private volatile long connectNanos;

  /**
   * Creates the progress of a call that begins now.
   *
   * @param timeout receives the time limit of each step
   * @param onConnected run each time the call gets a connection
   */
  CallProgress(
      Timings.Recorder timings,
      PoolSettings.PoolTimeouts timeouts,
      TimeoutScheduler.Timeout timeout,
      AdmissionQueue.Permit permit,
      Runnable onConnected) {
    this.timings = timings;
    this.timeouts = timeouts;
    this.timeout = timeout;
    this.permit = permit;
    this.onConnected = onConnected;
  }

  CallStage stage() {
    return stage;
  }

  /** Returns the time spent connecting until now, in nanoseconds. */
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
      // The HTTP library limits each attempt itself and then tries the next address. It does not
      // report the opening of a tunnel through a proxy, which gets the same time again.
      timeout.startStep(2 * timeouts.connect().toNanos());
    }
  }

  @Override
  public void startingTls() {
    if (stage == CallStage.CONNECTING) {
      timeout.startStep(timeouts.connect().toNanos());
    }
  }

  @Override
  public void connected(boolean shared) {
    connectNanos = connectNanos();
    connectingSince = NEVER;
    stage = CallStage.WAITING;
    timeout.startStep(timeouts.firstByte().toNanos());
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
      timeout.startStep(timeouts.firstByte().toNanos());
    }
  }

  void responded() {
    timeout.endStep();
    stage = CallStage.READING;
  }
}
