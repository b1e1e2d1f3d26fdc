package org.atomicagents.openai;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.model.TimeSource;

/**
 * A clock that runs on, but doesn't wait when somebody sleeps: it is later at once. The calendar
 * stands at the beginning of 2026.
 */
final class SkippingTimeSource implements TimeSource {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Queue<Duration> sleeps = new ConcurrentLinkedQueue<>();
  private final AtomicLong slept = new AtomicLong();
  private volatile Sleep onSleep = () -> {};

  /** What happens while somebody sleeps. */
  @FunctionalInterface
  interface Sleep {
    void run() throws Exception;
  }

  void onSleep(Sleep happening) {
    onSleep = happening;
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
