package org.atomicagents.internal.redis.sharing;

import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.ModelEvent;
import org.jspecify.annotations.Nullable;

/** The duties of a leader: to publish its response, and to end it once. Thread-safe. */
final class Leadership {
  private static final long READING = Long.MIN_VALUE;

  private final SharedResponse response;
  private final int generation;
  private final @Nullable ResponseLease lease;
  private final AtomicBoolean isOver = new AtomicBoolean();
  // The time of the latest read; READING while a thread reads.
  private volatile long idleSince = READING;
  private volatile Runnable onEnd = () -> {};

  /**
   * Creates a leadership.
   *
   * @param lease null if the response is shared within this process only
   */
  Leadership(SharedResponse response, int generation, @Nullable ResponseLease lease) {
    this.response = response;
    this.generation = generation;
    this.lease = lease;
  }

  /** Sets the action that is run once, when the leadership ends. */
  void onEnd(Runnable action) {
    onEnd = action;
    if (isOver.get()) {
      action.run();
    }
  }

  int generation() {
    return generation;
  }

  /** Returns the token of the lease; {@link RunResponses#NONE} without one. */
  long token() {
    return lease == null ? RunResponses.NONE : lease.token();
  }

  void setReading(boolean isReading) {
    idleSince = isReading ? READING : Math.max(READING + 1, System.nanoTime());
  }

  /** Renews the lease, or gives it up if no thread has read the response for that long. */
  void renew(long maxIdleNanos) {
    long since = idleSince;
    if (since != READING && System.nanoTime() - since > maxIdleNanos) {
      handOver();
    } else if (lease != null) {
      lease.renew();
    }
  }

  void publish(ModelEvent event) {
    if (isOver.get()) {
      return;
    }
    boolean isShareable = response.append(generation, event);
    if (!isShareable) {
      end(EntryKind.OVERSIZED, null);
    } else if (lease != null) {
      lease.publish(event);
    }
  }

  void complete() {
    if (end(EntryKind.FINISHED, null) && lease != null) {
      lease.awaitEnd();
    }
  }

  void fail(AgentException failure) {
    if (!SharedFailure.isOfRequest(failure)) {
      handOver();
    } else if (end(EntryKind.FAILED, failure) && lease != null) {
      lease.awaitEnd();
    }
  }

  void handOver() {
    end(EntryKind.HANDED_OVER, null);
  }

  private boolean end(EntryKind kind, @Nullable AgentException failure) {
    if (isOver.getAndSet(true)) {
      return false;
    }
    onEnd.run();
    if (lease == null) {
      endResponse(kind, failure);
    } else {
      lease.end(kind, failure);
      // A member that begins a new request earlier would find the old one in Redis.
      lease.whenOver(() -> endResponse(kind, failure));
    }
    return true;
  }

  private void endResponse(EntryKind kind, @Nullable AgentException failure) {
    if (kind == EntryKind.HANDED_OVER) {
      response.handOver(generation);
    } else if (kind != EntryKind.OVERSIZED) {
      response.end(generation, failure);
    }
  }
}
