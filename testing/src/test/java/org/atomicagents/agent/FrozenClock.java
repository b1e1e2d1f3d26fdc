package org.atomicagents.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.atomicagents.time.TimeSource;

/** A clock that never advances: a sleep counts the latch down and lasts until interrupted. */
record FrozenClock(CountDownLatch sleeping) implements TimeSource {
  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public long nanoTime() {
    return 0;
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    sleeping.countDown();
    new CountDownLatch(1).await();
  }
}
