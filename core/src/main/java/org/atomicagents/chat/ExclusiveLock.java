package org.atomicagents.chat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A fair lock that one run holds at a time.
 *
 * <p>A lease may expire after the deadline of its run, or without a deadline after the maximum idle
 * time: the next run takes over then. No thread watches these times; the first waiting run wakes up
 * at them. Thread-safe.
 */
final class ExclusiveLock {
  private static final String WAITING = "waiting for another run of the conversation";

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Condition> queue = new ArrayDeque<>();
  private @Nullable ExclusiveLease holder;

  /**
   * Returns the lease once it is available; blocks, in the order of the calls.
   *
   * @throws TimedOutException if the deadline passes first
   * @throws CancelledException if the waiting thread is interrupted
   */
  Lease await(Deadline deadline, TimeSource time) {
    try {
      lock.lockInterruptibly();
      try {
        return awaitTurn(deadline, time);
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(WAITING, e);
    }
  }

  /**
   * Returns the lease without blocking.
   *
   * @throws ConflictException if another run holds it
   */
  Lease tryAcquire(Deadline deadline, TimeSource time) {
    lock.lock();
    try {
      if (!isAvailable()) {
        throw ConflictException.of(
            "Another run of this conversation is in progress.\n"
                + "Wait for it to end, or use OverlapPolicy.QUEUE or OverlapPolicy.APPEND.");
      }
      return hold(deadline, time);
    } finally {
      lock.unlock();
    }
  }

  private Lease awaitTurn(Deadline deadline, TimeSource time) throws InterruptedException {
    Condition turn = lock.newCondition();
    queue.addLast(turn);
    try {
      while (!turn.equals(queue.peekFirst()) || !isAvailable()) {
        long remaining = deadline.remainingNanos();
        if (remaining == 0) {
          throw TimedOutException.of(
              TimedOutException.Limit.DEADLINE, deadline.duration(), WAITING);
        }
        long unused = turn.awaitNanos(Math.min(remaining, nanosUntilAvailable(turn)));
      }
      return hold(deadline, time);
    } finally {
      queue.remove(turn);
      signalNext();
    }
  }

  private boolean isAvailable() {
    return holder == null || holder.nanosUntilExpiry() == 0;
  }

  /** Returns the maximum time that the first run of the queue sleeps; the others are signalled. */
  private long nanosUntilAvailable(Condition turn) {
    return holder != null && turn.equals(queue.peekFirst())
        ? holder.nanosUntilExpiry()
        : Long.MAX_VALUE;
  }

  private Lease hold(Deadline deadline, TimeSource time) {
    if (holder != null) {
      holder.expired = true;
    }
    var lease = new ExclusiveLease(deadline, time);
    holder = lease;
    return lease;
  }

  private void signalNext() {
    Condition next = queue.peekFirst();
    if (next != null) {
      next.signal();
    }
  }

  private final class ExclusiveLease implements Lease {
    private final Deadline deadline;
    private final TimeSource time;
    private Deadline idleEnd;
    private int activities;
    private boolean committing;
    private volatile boolean expired;

    ExclusiveLease(Deadline deadline, TimeSource time) {
      this.deadline = deadline;
      this.time = time;
      this.idleEnd = Deadline.after(ChatHistory.MAX_IDLE_TIME, time);
    }

    /** Returns 0 if the next run may take over now; called with the lock held. */
    long nanosUntilExpiry() {
      if (committing) {
        return Long.MAX_VALUE;
      }
      if (deadline.isSet()) {
        return deadline.remainingNanos();
      }
      return activities > 0 ? Long.MAX_VALUE : idleEnd.remainingNanos();
    }

    @Override
    public boolean isExpired() {
      return expired;
    }

    @Override
    public boolean beginCommit() {
      lock.lock();
      try {
        committing = true;
        return equals(holder);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void beginActivity() {
      lock.lock();
      try {
        activities++;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void endActivity() {
      lock.lock();
      try {
        activities--;
        idleEnd = Deadline.after(ChatHistory.MAX_IDLE_TIME, time);
        // The first waiting run sleeps without a limit while the holder is active.
        if (activities == 0 && equals(holder)) {
          signalNext();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (equals(holder)) {
          holder = null;
          signalNext();
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
