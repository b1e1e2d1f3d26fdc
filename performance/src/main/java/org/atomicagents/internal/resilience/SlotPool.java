package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.internal.exchange.ObservedExchange;
import org.atomicagents.internal.exchange.ReadActivity;
import org.atomicagents.internal.limit.TurnQueue;
import org.atomicagents.internal.limit.TurnQueue.Turn;
import org.atomicagents.internal.limit.WakeUp;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor.Chain;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** A fixed number of permits, for which tenants wait in turns. Thread-safe. */
public final class SlotPool {
  private static final String ACTIVITY = "waiting for a permit of a bulkhead";
  private static final long MAX_IDLE_NANOS = Duration.ofMinutes(10).toNanos();

  private final int size;
  private final Duration maxWait;
  private final TimeSource time;
  private final TurnQueue queue = new TurnQueue();
  private final AtomicInteger taken = new AtomicInteger();
  private final Set<Slot> held = ConcurrentHashMap.newKeySet();

  /** Creates a pool of free permits. */
  public SlotPool(int size, Duration maxWait, TimeSource time) {
    this.size = size;
    this.maxWait = maxWait;
    this.time = time;
  }

  public int size() {
    return size;
  }

  public Duration maxWait() {
    return maxWait;
  }

  /** Returns the number of permits in use. */
  public int inUse() {
    return taken.get();
  }

  /** Returns the number of requests that wait. */
  public int waiting() {
    return queue.size();
  }

  /** Returns the response to a request, which waits for a permit and holds it until the end. */
  public ModelExchange send(String tenant, ModelRequest request, RunContext context, Chain chain) {
    Slot slot = acquireOrReport(tenant, request, context);
    boolean isSent = false;
    try {
      var exchange = new ObservedExchange(chain.proceed(request, context), slot);
      isSent = true;
      return exchange;
    } finally {
      if (!isSent) {
        slot.release();
      }
    }
  }

  private Slot acquireOrReport(String tenant, ModelRequest request, RunContext context) {
    try {
      return acquire(tenant, context);
    } catch (TimedOutException e) {
      if (context.listeners().isActive()) {
        context
            .listeners()
            .emit(new AgentEvent.RequestRejected(context.agent(), request.model(), e));
      }
      throw e;
    }
  }

  /**
   * Returns a permit; blocks until one is free.
   *
   * @throws TimedOutException if no permit is free within the maximum wait or before the deadline
   * @throws CancelledException if the thread is interrupted or the run is cancelled
   */
  Slot acquire(String tenant, RunContext context) {
    if (maxWait.isZero() || queue.size() == 0) {
      Slot slot = tryTake(context);
      if (slot != null) {
        return slot;
      }
    }
    if (maxWait.isZero()) {
      throw TimedOutException.of(TimedOutException.Limit.QUEUE, maxWait, ACTIVITY);
    }
    long since = context.timings().now();
    var wakeUp = new WakeUp();
    Runnable uncancel = context.onCancel(wakeUp::signal);
    Turn turn = queue.join(tenant, wakeUp);
    try {
      return await(turn, wakeUp, context);
    } finally {
      queue.leave(turn);
      uncancel.run();
      context.timings().addSince(Phase.QUEUE, since);
    }
  }

  private Slot await(Turn turn, WakeUp wakeUp, RunContext context) {
    long start = time.nanoTime();
    while (true) {
      if (context.isCancelled()) {
        throw CancelledException.closed(ACTIVITY);
      }
      context.deadline().check(ACTIVITY);
      Slot slot = turn.isCurrent() ? tryTake(context) : null;
      if (slot != null) {
        return slot;
      }
      long waited = time.nanoTime() - start;
      long remaining = Nanos.of(maxWait) - waited;
      if (remaining <= 0) {
        throw TimedOutException.of(TimedOutException.Limit.QUEUE, maxWait, ACTIVITY);
      }
      long nanos = Math.min(remaining, context.deadline().remainingNanos());
      try {
        wakeUp.await(time, turn.isCurrent() ? Math.min(nanos, nextAbandoned()) : nanos);
      } catch (InterruptedException e) {
        throw CancelledException.interrupted(ACTIVITY, e);
      }
    }
  }

  private @Nullable Slot tryTake(RunContext context) {
    if (!tryEnter()) {
      releaseAbandoned();
      if (!tryEnter()) {
        return null;
      }
    }
    var slot = new Slot(this, new ReadActivity(context.deadline(), time));
    held.add(slot);
    return slot;
  }

  private boolean tryEnter() {
    return taken.getAndUpdate(count -> count < size ? count + 1 : count) < size;
  }

  private void releaseAbandoned() {
    for (Slot slot : held) {
      if (slot.remainingNanos(MAX_IDLE_NANOS) <= 0) {
        slot.release();
      }
    }
  }

  /** Returns the time until the next permit may count as abandoned. */
  private long nextAbandoned() {
    long next = MAX_IDLE_NANOS;
    for (Slot slot : held) {
      next = Math.min(next, Math.max(1, slot.remainingNanos(MAX_IDLE_NANOS)));
    }
    return next;
  }

  void free(Slot slot) {
    held.remove(slot);
    taken.decrementAndGet();
    queue.signalCurrent();
  }
}
