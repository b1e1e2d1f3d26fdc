package org.atomicagents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class StreamMessageWriterTest {
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private final SteppedTime time = new SteppedTime();

  @Test
  void writesNoMessageAfterAFailedHeartbeat() throws Exception {
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void write(byte[] bytes) throws IOException {
            if (entered.getCount() > 0) {
              entered.countDown();
              awaitUninterrupted(release);
              throw new IOException("disconnected");
            }
            super.write(bytes);
          }
        };
    var failure = new AtomicReference<IOException>();
    try (var writer = new StreamMessageWriter(MessageFraming.JSON_LINES, out, time)) {
      writer.startHeartbeats(INTERVAL, () -> {});
      time.advance(INTERVAL);
      time.wakeUp();
      entered.await();

      Thread message = Thread.ofPlatform().start(() -> failure.set(failureOf(writer)));
      while (message.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      release.countDown();
      message.join();
    }

    assertThat(failure.get()).hasMessage("disconnected");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void startsTheIntervalAfterASlowWrite() throws Exception {
    var out =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            time.advance(INTERVAL.multipliedBy(2));
          }
        };
    try (var writer = new StreamMessageWriter(MessageFraming.JSON_LINES, out, time)) {
      writer.startHeartbeats(INTERVAL, () -> {});
      assertThat(time.awaitSleep()).isEqualTo(INTERVAL);

      writer.write("done", "\"draft\":1");
      time.wakeUp();

      assertThat(time.awaitSleep()).isEqualTo(INTERVAL);
      assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("heartbeat");
    }
  }

  @Test
  void restartsTheIntervalWithEachMessage() throws Exception {
    var out = new ByteArrayOutputStream();
    try (var writer = new StreamMessageWriter(MessageFraming.JSON_LINES, out, time)) {
      writer.startHeartbeats(INTERVAL, () -> {});
      assertThat(time.awaitSleep()).isEqualTo(INTERVAL);

      time.advance(Duration.ofSeconds(10));
      writer.write("done", "\"draft\":1");
      time.advance(Duration.ofSeconds(5));
      time.wakeUp();

      assertThat(time.awaitSleep()).isEqualTo(Duration.ofSeconds(10));
      assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("heartbeat");
    }
  }

  private static IOException failureOf(StreamMessageWriter writer) {
    try {
      writer.write("done", "\"draft\":1");
      return new IOException("no failure");
    } catch (IOException e) {
      return e;
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A clock that the test advances; a sleep ends when the test wakes it up. */
  private static final class SteppedTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong();
    private final LinkedBlockingQueue<Duration> sleeps = new LinkedBlockingQueue<>();
    private final Semaphore wakeUps = new Semaphore(0);

    @Override
    public Instant now() {
      return Instant.EPOCH.plusNanos(nanos.get());
    }

    @Override
    public long nanoTime() {
      return nanos.get();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      sleeps.add(duration);
      wakeUps.acquire();
    }

    void advance(Duration duration) {
      nanos.addAndGet(TimeUnit.NANOSECONDS.convert(duration));
    }

    void wakeUp() {
      wakeUps.release();
    }

    Duration awaitSleep() throws InterruptedException {
      return sleeps.take();
    }
  }
}
