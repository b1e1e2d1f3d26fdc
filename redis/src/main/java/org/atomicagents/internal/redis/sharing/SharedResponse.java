package org.atomicagents.internal.redis.sharing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * The response of one request, as far as it was received, with its members: the runs of this
 * process that share it.
 *
 * <p>At any time, a member of this process leads, the events are those of another process, or one
 * of the waiting members finds out which of both begins. A new leader begins a new generation, in
 * which the earlier events are void. Thread-safe.
 */
final class SharedResponse {
  private static final String ACTIVITY = "waiting for a shared response";

  private final int maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All fields below are guarded by the lock.
  private final List<ModelEvent> events = new ArrayList<>();
  private int members;
  private int generation;
  private long bytes;
  private long token;
  private Source source = Source.NONE;
  private boolean isClaimed;
  // The time at which the lease of another process may have expired, of System.nanoTime().
  private long checkTime;
  private EntryId latest = new EntryId(0, 0);
  private @Nullable SharedStep end;

  private enum Source {
    NONE,
    LOCAL,
    REMOTE
  }

  SharedResponse(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Adds a member; returns false if the response has ended. */
  boolean tryEnter() {
    lock.lock();
    try {
      if (end != null) {
        return false;
      }
      members++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a member. */
  void leave() {
    lock.lock();
    try {
      members--;
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the response has members, and accepts more. */
  boolean isInUse() {
    lock.lock();
    try {
      return members > 0 && end == null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns the next step of a member, which it may have to wait for.
   *
   * @param seenGeneration the generation of the events that the member has received
   * @param count the number of these events
   * @param context the run of the member, whose deadline and cancellation end the wait
   * @param isClosed returns whether the member is closed, which ends the wait after {@link #wake}
   */
  SharedStep await(int seenGeneration, int count, RunContext context, BooleanSupplier isClosed) {
    Runnable uncancel = context.onCancel(this::wake);
    lock.lock();
    try {
      while (true) {
        if (isClosed.getAsBoolean() || context.isCancelled()) {
          throw CancelledException.closed(ACTIVITY);
        }
        context.deadline().check(ACTIVITY);
        SharedStep step = next(seenGeneration, count);
        if (step != null) {
          return step;
        }
        changed.awaitNanos(Math.min(untilCheck(), context.deadline().remainingNanos()));
      }
    } catch (InterruptedException e) {
      throw CancelledException.interrupted(ACTIVITY, e);
    } finally {
      lock.unlock();
      uncancel.run();
    }
  }

  private @Nullable SharedStep next(int seenGeneration, int count) {
    int from = seenGeneration == generation ? count : 0;
    if (from < events.size()) {
      return new SharedStep.Received(
          generation, token, List.copyOf(events.subList(from, events.size())));
    }
    if (end != null) {
      return end;
    }
    boolean isOpen =
        source == Source.NONE || (source == Source.REMOTE && checkTime - System.nanoTime() <= 0);
    if (isOpen && !isClaimed) {
      isClaimed = true;
      return new SharedStep.Claimed();
    }
    return null;
  }

  private long untilCheck() {
    return isClaimed || source != Source.REMOTE
        ? TimeUnit.DAYS.toNanos(1)
        : Math.max(1, checkTime - System.nanoTime());
  }

  /** Begins a generation that a member of this process leads; returns its number. */
  int lead(long newToken) {
    lock.lock();
    try {
      begin(newToken, Source.LOCAL);
      isClaimed = false;
      changed.signalAll();
      return generation;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Receives the events of another process from now on; returns false if a part of them was
   * received, so that the rest follows.
   *
   * @param start the id of the entry after which its events begin
   * @param waitNanos the time after which its lease may have expired
   */
  boolean follow(long newToken, String start, long waitNanos) {
    lock.lock();
    try {
      boolean isNew = source != Source.REMOTE || token != newToken;
      if (isNew) {
        begin(newToken, Source.REMOTE);
        latest = EntryId.of(start);
      }
      checkTime = System.nanoTime() + waitNanos;
      isClaimed = false;
      changed.signalAll();
      return isNew;
    } finally {
      lock.unlock();
    }
  }

  private void begin(long newToken, Source newSource) {
    generation++;
    events.clear();
    bytes = 0;
    token = newToken;
    source = newSource;
  }

  /** Lets another member find out which process sends the request. */
  void unclaim() {
    lock.lock();
    try {
      isClaimed = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Adds an event of the leader of a generation; returns false if the response is too large. */
  boolean append(int leading, ModelEvent event) {
    lock.lock();
    try {
      if (leading != generation || end != null) {
        return true;
      }
      add(List.of(event));
      return end == null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends a generation that is complete, or that has failed. */
  void end(int leading, @Nullable AgentException failure) {
    lock.lock();
    try {
      if (leading == generation && end == null) {
        end = new SharedStep.Ended(generation, failure);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the response for all members. */
  void fail(AgentException failure) {
    lock.lock();
    try {
      end = new SharedStep.Ended(generation, failure);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the leadership of a generation, so that another member or process begins. */
  void handOver(int leading) {
    lock.lock();
    try {
      if (leading == generation && end == null) {
        source = Source.NONE;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Records that the events of another process cannot be read any more. */
  void lose() {
    lock.lock();
    try {
      if (source == Source.REMOTE && end == null) {
        source = Source.NONE;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the sharing of the response, since its events cannot be read. */
  void refuse() {
    lock.lock();
    try {
      if (end == null) {
        end = new SharedStep.Unshared();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return end != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds an entry of another process.
   *
   * @param waitNanos the time after which its lease may have expired
   * @throws IOException if the entry is invalid
   */
  void receive(ResponseEntry entry, long waitNanos) throws IOException {
    AgentException failure =
        entry.kind() == EntryKind.FAILED ? SharedFailure.decode(entry.failure()) : null;
    lock.lock();
    try {
      boolean isRead = entry.id().compareTo(latest) <= 0;
      if (source == Source.LOCAL || entry.token() < token || isRead || end != null) {
        return;
      }
      latest = entry.id();
      if (entry.token() > token) {
        begin(entry.token(), Source.REMOTE);
      }
      checkTime = System.nanoTime() + waitNanos;
      add(entry.events());
      switch (entry.kind()) {
        case FINISHED, FAILED -> end = new SharedStep.Ended(generation, failure);
        case OVERSIZED -> end = new SharedStep.Unshared();
        case HANDED_OVER -> source = Source.NONE;
        case EVENTS, RENEWAL -> {}
      }
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  private void add(List<ModelEvent> more) {
    for (ModelEvent event : more) {
      bytes += EventSize.of(event);
      events.add(event);
    }
    if (bytes > maxBytes && end == null) {
      events.clear();
      end = new SharedStep.Unshared();
    }
    changed.signalAll();
  }

  /** Lets all waiting members check their conditions. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
