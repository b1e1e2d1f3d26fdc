package org.atomicagents.internal.cache;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The virtual threads of flights, which are used again.
 *
 * <p>A new virtual thread enters a queue of all processors and wakes up an idle one, which takes
 * tens of microseconds. A parked thread that another virtual thread unparks continues on the same
 * processor, as soon as the other one waits.
 *
 * <p>Idle threads end after a while, so a pool needs no closing. Thread-safe.
 */
final class FlightThreads {
  private static final int MAX_IDLE = 256;
  private static final Duration IDLE_TIME = Duration.ofSeconds(10);

  private final TimeSource time;
  private final ConcurrentLinkedDeque<FlightThread> idle = new ConcurrentLinkedDeque<>();
  private final AtomicInteger idleCount = new AtomicInteger();
  private final AtomicBoolean hasReaper = new AtomicBoolean();

  /**
   * Creates a pool without threads.
   *
   * @param time the clock of the time after which idle threads end
   */
  FlightThreads(TimeSource time) {
    this.time = time;
  }

  /** Returns a thread that waits for its task: an idle one, or a new one. */
  FlightThread take() {
    FlightThread latest = idle.pollFirst();
    if (latest == null) {
      return new FlightThread();
    }
    idleCount.getAndDecrement();
    return latest;
  }

  int idleCount() {
    return idleCount.get();
  }

  /** Adds a thread whose task has ended; returns false if there are enough. */
  private boolean add(FlightThread thread) {
    if (idleCount.getAndIncrement() >= MAX_IDLE) {
      idleCount.getAndDecrement();
      return false;
    }
    thread.idleSince = time.nanoTime();
    idle.addFirst(thread);
    if (!hasReaper.get() && hasReaper.compareAndSet(false, true)) {
      Thread.ofVirtual().name("atomic-agents-flight-reaper").start(this::reap);
    }
    return true;
  }

  /** Ends the threads that are idle for long, until none is left. */
  private void reap() {
    do {
      do {
        try {
          time.sleep(IDLE_TIME);
        } catch (InterruptedException e) {
          // No code interrupts this thread; an early look is harmless.
        }
        endIdle(time.nanoTime() - IDLE_TIME.toNanos());
      } while (!idle.isEmpty());
      hasReaper.set(false);
      // A thread that was added before this line has seen a reaper.
    } while (!idle.isEmpty() && hasReaper.compareAndSet(false, true));
  }

  private void endIdle(long latest) {
    for (FlightThread oldest = idle.pollLast(); oldest != null; oldest = idle.pollLast()) {
      if (oldest.idleSince - latest > 0) {
        idle.addLast(oldest);
        return;
      }
      idleCount.getAndDecrement();
      oldest.end();
    }
  }

  /** A thread that runs tasks, one after the other. */
  final class FlightThread {
    // Threads outlive their first caller, whose inheritable variables must not reach others.
    private final Thread thread =
        Thread.ofVirtual()
            .name("atomic-agents-flight")
            .inheritInheritableThreadLocals(false)
            .unstarted(this::run);
    private volatile @Nullable Runnable task;
    private volatile long idleSince;
    private volatile boolean isEnded;

    /** Runs the task of this thread; call it once per {@link #take()}. */
    void start(Runnable next) {
      thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
      task = next;
      if (thread.getState() == Thread.State.NEW) {
        thread.start();
      } else {
        LockSupport.unpark(thread);
      }
    }

    void interrupt() {
      thread.interrupt();
    }

    private void end() {
      isEnded = true;
      LockSupport.unpark(thread);
    }

    private void run() {
      do {
        Runnable next = await();
        if (next == null) {
          return;
        }
        next.run();
        MDC.clear();
        // Before the thread is idle: later, an interrupt would be for the next task.
        Thread.interrupted();
      } while (add(this));
    }

    /** Clears the interrupt flag, with which the thread would not park, unless a task is set. */
    private void clearInterrupt() {
      if (Thread.interrupted() && task != null) {
        Thread.currentThread().interrupt();
      }
    }

    /** Returns the next task; null if the thread was ended. */
    private @Nullable Runnable await() {
      Runnable next = task;
      while (next == null && !isEnded) {
        LockSupport.park(this);
        next = task;
        if (next == null) {
          clearInterrupt();
        }
      }
      task = null;
      return next;
    }
  }
}
