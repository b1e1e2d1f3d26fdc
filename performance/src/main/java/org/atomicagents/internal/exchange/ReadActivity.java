package org.atomicagents.internal.exchange;

import org.atomicagents.model.Deadline;
import org.atomicagents.model.TimeSource;

/**
 * The activity of a response, which counts as abandoned after the deadline of its run, or when no
 * thread has read it for some time. Thread-safe.
 */
public final class ReadActivity {
  private final Deadline deadline;
  private final TimeSource time;
  private volatile boolean isReading = true;
  private volatile long lastRead;

  /** Creates the activity of a request that is being sent, which counts as a read. */
  public ReadActivity(Deadline deadline, TimeSource time) {
    this.deadline = deadline;
    this.time = time;
    this.lastRead = time.nanoTime();
  }

  /** Records that a read begins or has ended. */
  public void setReading(boolean reading) {
    if (!reading) {
      lastRead = time.nanoTime();
    }
    isReading = reading;
  }

  /** Returns the time after which the response counts as abandoned; 0 or less if it does now. */
  public long remainingNanos(long maxIdleNanos) {
    long untilDeadline = deadline.remainingNanos();
    return isReading
        ? untilDeadline
        : Math.min(untilDeadline, maxIdleNanos - (time.nanoTime() - lastRead));
  }
}
