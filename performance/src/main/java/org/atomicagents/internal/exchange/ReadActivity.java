package org.atomicagents.internal.exchange;

import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;

/**
 * The activity of a response, which counts as abandoned after the deadline of its run, or when no
 * thread has read it for some time. Thread-safe.
 */
public final class ReadActivity {
  private static final long READING = Long.MIN_VALUE;

  private final Deadline deadline;
  private final TimeSource time;
  private final int creationHash;
  // The time of the latest read; READING while a thread reads. One field, since each event of each
  // response writes it.
  private volatile long idleSince = READING;

  /** Creates the activity of a request that is being sent, which counts as a read. */
  public ReadActivity(Deadline deadline, TimeSource time) {
    this.deadline = deadline;
    this.time = time;
    this.creationHash = Long.hashCode(time.nanoTime());
  }

  /** Records that a read begins or has ended. */
  public void setReading(boolean reading) {
    idleSince = reading ? READING : Math.max(READING + 1, time.nanoTime());
  }

  /** Returns the time after which the response counts as abandoned; 0 or less if it does now. */
  public long remainingNanos(long maxIdleNanos) {
    long untilDeadline = deadline.remainingNanos();
    long since = idleSince;
    return since == READING
        ? untilDeadline
        : Math.min(untilDeadline, maxIdleNanos - (time.nanoTime() - since));
  }

  /** Returns a hash of the time of the creation, which differs between most activities. */
  public int creationHash() {
    return creationHash;
  }
}
