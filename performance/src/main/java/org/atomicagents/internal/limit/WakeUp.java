package org.atomicagents.internal.limit;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.atomicagents.time.TimeSource;

/**
 * A signal that ends a wait.
 *
 * <p>A signal before the wait is kept. A wait may end without a reason: the caller checks its
 * condition again. Any thread may signal; one thread waits.
 */
public final class WakeUp {
  private final Semaphore signals = new Semaphore(0);

  public void signal() {
    signals.release();
  }

  /** Blocks until a signal. */
  public void await() throws InterruptedException {
    signals.acquire();
    signals.drainPermits();
  }

  /** Blocks until a signal, or until the clock has advanced by {@code nanos}. */
  public void await(TimeSource time, long nanos) throws InterruptedException {
    Thread sleeper =
        Thread.ofVirtual().name("atomic-agents-rate-wait").start(() -> sleep(time, nanos));
    try {
      await();
    } finally {
      sleeper.interrupt();
    }
  }

  private void sleep(TimeSource time, long nanos) {
    try {
      time.sleep(Duration.ofNanos(nanos));
    } catch (InterruptedException e) {
      // Only the waiting thread interrupts the sleep, after its wait has ended.
      return;
    } catch (RuntimeException | Error e) {
      signal();
      throw e;
    }
    signal();
  }
}
