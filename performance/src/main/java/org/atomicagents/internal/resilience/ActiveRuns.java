package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.time.TimeSource;

/** The runs in progress of an application that may shut down. Thread-safe. */
public final class ActiveRuns {
  private final Set<ActiveRun> runs = ConcurrentHashMap.newKeySet();
  private final Semaphore ended = new Semaphore(0);
  private final LongAdder endedRuns = new LongAdder();
  private volatile boolean isStopping;

  /** Returns the number of runs in progress. */
  public int size() {
    return runs.size();
  }

  public boolean isStopping() {
    return isStopping;
  }

  /** Rejects all runs from now on. */
  public void stop() {
    isStopping = true;
  }

  /**
   * Checks that runs are accepted.
   *
   * @throws ShutdownException if they are not
   */
  void requireOpen() {
    if (isStopping) {
      throw ShutdownException.of("starting a run");
    }
  }

  /**
   * Adds a run, which has to be removed at its end.
   *
   * @throws ShutdownException if no more runs are accepted
   */
  void add(ActiveRun run) {
    runs.add(run);
    // The check follows the addition: either this run is rejected, or the shutdown waits for it.
    if (isStopping) {
      runs.remove(run);
      ended.release();
      requireOpen();
    }
  }

  void remove(ActiveRun run) {
    runs.remove(run);
    if (isStopping) {
      endedRuns.increment();
      ended.release();
    }
  }

  /** Returns the number of runs that have ended since the shutdown began. */
  public int ended() {
    return endedRuns.intValue();
  }

  /** Returns the runs in progress, except for those of the calling thread. */
  public List<ActiveRun> ofOtherThreads() {
    return runs.stream().filter(run -> !run.isOfCurrentThread()).toList();
  }

  /**
   * Blocks until the runs of all other threads have ended, or a time has passed; returns whether
   * they have ended.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitEnd(Duration time, TimeSource clock) throws InterruptedException {
    long start = clock.nanoTime();
    long nanos = Nanos.of(time);
    Thread sleeper =
        Thread.ofVirtual().name("atomic-agents-shutdown").start(() -> sleep(time, clock));
    try {
      while (!ofOtherThreads().isEmpty()) {
        if (clock.nanoTime() - start >= nanos) {
          return false;
        }
        ended.acquire();
      }
      return true;
    } finally {
      sleeper.interrupt();
    }
  }

  private void sleep(Duration time, TimeSource clock) {
    try {
      clock.sleep(time);
    } catch (InterruptedException e) {
      // All runs have ended before.
      return;
    }
    ended.release();
  }
}
