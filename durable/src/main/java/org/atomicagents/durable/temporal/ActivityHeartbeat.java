package org.atomicagents.durable.temporal;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.time.Duration;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The heartbeats of one activity, from a thread of their own: the activity waits for its response.
 * Ends the activity if its workflow no longer needs it.
 */
final class ActivityHeartbeat implements AutoCloseable {
  private static final int BEATS_PER_TIMEOUT = 4;

  private final ActivityExecutionContext activity;
  private final Runnable cancel;
  private final Duration interval;
  private final Thread thread;
  private volatile boolean isClosed;
  private volatile @Nullable ActivityCompletionException end;

  private ActivityHeartbeat(ActivityExecutionContext activity, Runnable cancel) {
    this.activity = activity;
    this.cancel = cancel;
    this.interval = activity.getInfo().getHeartbeatTimeout().dividedBy(BEATS_PER_TIMEOUT);
    this.thread = Thread.ofVirtual().name("atomic-agents-heartbeat").unstarted(this::beat);
  }

  /**
   * Starts the heartbeats.
   *
   * @param cancel ends the activity early, from another thread
   */
  static ActivityHeartbeat start(ActivityExecutionContext activity, Runnable cancel) {
    var heartbeat = new ActivityHeartbeat(activity, cancel);
    if (heartbeat.interval.isPositive()) {
      heartbeat.thread.start();
    }
    return heartbeat;
  }

  /** Returns the reason for which the activity was ended; null if it was not. */
  @Nullable ActivityCompletionException end() {
    return end;
  }

  private void beat() {
    try {
      while (!isClosed) {
        activity.heartbeat(null);
        TimeSource.system().sleep(interval);
      }
    } catch (InterruptedException e) {
      // The activity has ended.
    } catch (ActivityWorkerShutdownException e) {
      // The response is paid: it may arrive before the worker ends.
    } catch (ActivityCompletionException e) {
      if (!isClosed) {
        end = e;
        cancel.run();
      }
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
  }
}
