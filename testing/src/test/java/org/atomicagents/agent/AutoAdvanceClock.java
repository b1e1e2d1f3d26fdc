package org.atomicagents.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.time.TimeSource;

/** A clock whose sleeps advance it and return at once. */
public final class AutoAdvanceClock implements TimeSource {
  private final AtomicLong nanos = new AtomicLong();
  private final Queue<Duration> sleeps = new ConcurrentLinkedQueue<>();

  /** Returns the lengths of all sleeps. */
  public List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  @Override
  public Instant now() {
    return Instant.EPOCH.plusNanos(nanos.get());
  }

  @Override
  public long nanoTime() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration duration) {
    sleeps.add(duration);
    nanos.addAndGet(duration.toNanos());
  }
}
