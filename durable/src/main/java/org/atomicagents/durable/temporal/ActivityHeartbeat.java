package org.atomicagents.durable.temporal;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  private final CountDownLatch closed = new CountDownLatch(1);
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
      while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        activity.heartbeat(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ActivityWorkerShutdownException e) {
      // The response is paid: it may arrive before the worker ends.
    } catch (ActivityCompletionException e) {
      end = e;
      cancel.run();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
