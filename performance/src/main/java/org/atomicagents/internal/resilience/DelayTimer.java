package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs actions after delays on the clock of the application.
 *
 * <p>One virtual thread sleeps until the earliest action. Without an action, it sleeps once more
 * for the latest delay, and ends if no action was scheduled meanwhile, so a timer needs no closing.
 * Most actions are cancelled before their time, which costs no thread switch. Each action runs on a
 * virtual thread of its own. Thread-safe.
 */
public final class DelayTimer {
  private final TimeSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeSet<Task> tasks;
  private long sequence;
  private @Nullable Thread sleeper;
  private boolean isSleeping;
  private long wakeTime;
  private long latestDelay;
  private boolean isUsed;

  private record Task(long at, long sequence, Runnable action) {}

  public DelayTimer(TimeSource time) {
    this.time = time;
    // Times of this clock may be negative, so only their difference can be compared.
    Comparator<Task> byTime = (a, b) -> Long.signum(a.at() - b.at());
    this.tasks = new TreeSet<>(byTime.thenComparingLong(Task::sequence));
  }

  /** Returns a {@code Runnable} that cancels an action, which is scheduled, unless it has begun. */
  public Runnable schedule(long delayNanos, Runnable action) {
    lock.lock();
    try {
      var task = new Task(time.nanoTime() + delayNanos, sequence++, action);
      tasks.add(task);
      latestDelay = delayNanos;
      isUsed = true;
      if (sleeper == null) {
        // Thread-local variables of one caller must not reach the actions of others.
        sleeper =
            Thread.ofVirtual()
                .name("atomic-agents-timer")
                .inheritInheritableThreadLocals(false)
                .start(this::run);
      } else if (isSleeping && task.at() - wakeTime < 0) {
        sleeper.interrupt();
      }
      return () -> cancel(task);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Task task) {
    lock.lock();
    try {
      tasks.remove(task);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (long nanos = next(); nanos >= 0; nanos = next()) {
      if (nanos > 0) {
        try {
          time.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException e) {
          // An earlier action was scheduled.
        }
      }
    }
  }

  /**
   * Returns the time to sleep after starting the action that is due, or -1 if there is no action.
   */
  private long next() {
    lock.lock();
    try {
      // An interrupt that arrived after the sleep has served its purpose.
      Thread.interrupted();
      isSleeping = false;
      if (tasks.isEmpty()) {
        return nextWithoutTask();
      }
      Task first = tasks.getFirst();
      long remaining = first.at() - time.nanoTime();
      if (remaining <= 0) {
        tasks.remove(first);
        Thread.ofVirtual().name("atomic-agents-timer-action").start(first.action());
        return 0;
      }
      return sleepUntil(first.at(), remaining);
    } finally {
      lock.unlock();
    }
  }

  // An action with the same delay that is scheduled during this sleep is due after it. Otherwise
  // each call that cancels its action at once would start another thread.
  private long nextWithoutTask() {
    if (!isUsed) {
      sleeper = null;
      return -1;
    }
    isUsed = false;
    return sleepUntil(time.nanoTime() + latestDelay, latestDelay);
  }

  private long sleepUntil(long at, long nanos) {
    isSleeping = true;
    wakeTime = at;
    return nanos;
  }
}
