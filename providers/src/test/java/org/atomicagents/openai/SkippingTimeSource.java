package org.atomicagents.openai;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.time.TimeSource;

/**
 * A time source whose {@code sleep} returns at once and advances the nano time by the duration.
 *
 * <p>The wall clock always returns the start of 2026.
 */
final class SkippingTimeSource implements TimeSource {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Queue<Duration> sleeps = new ConcurrentLinkedQueue<>();
  private final AtomicLong slept = new AtomicLong();
  private volatile SleepAction onSleep = () -> {};

  /** An action that runs during each sleep. */
  @FunctionalInterface
  interface SleepAction {
    void run() throws Exception;
  }

  void onSleep(SleepAction action) {
    onSleep = action;
  }

  List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  @Override
  public Instant now() {
    return NOW;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() + slept.get();
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    sleeps.add(duration);
    slept.addAndGet(duration.toNanos());
    try {
      onSleep.run();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
