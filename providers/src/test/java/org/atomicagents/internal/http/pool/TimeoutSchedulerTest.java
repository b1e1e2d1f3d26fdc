package org.atomicagents.internal.http.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimeoutSchedulerTest {
  private static final long LONG = Duration.ofHours(1).toNanos();

  private final TimeoutScheduler scheduler = new TimeoutScheduler();
  private final BlockingQueue<String> fired = new LinkedBlockingQueue<>();

  // Timeouts that are due in the same scan fire in any order. If a busy machine delays a timeout
  // until the next one may be due as well, the test tries again.
  @Test
  void firesInTheOrderOfTheDueTimes() throws Exception {
    var order = new ArrayList<String>();
    boolean isDelayed = true;
    while (isDelayed) {
      order.clear();
      isDelayed = false;
      long start = System.nanoTime();
      schedule("last", 300);
      schedule("second", 200);
      schedule("first", 100);
      for (int nextMillis = 200; nextMillis <= 400; nextMillis += 100) {
        order.add(fired.take());
        isDelayed |= System.nanoTime() - start >= Duration.ofMillis(nextMillis).toNanos();
      }
    }

    assertThat(order).containsExactly("first at its end", "second at its end", "last at its end");
  }

  @Test
  void aStepFiresBeforeTheTotalTime() throws Exception {
    TimeoutScheduler.Timeout timeout =
        scheduler.schedule(LONG, atEnd -> fired.add("step, at the end: " + atEnd));

    timeout.startStep(Duration.ofMillis(20).toNanos());

    assertThat(fired.take()).isEqualTo("step, at the end: false");
  }

  @Test
  void aStepNeverExceedsTheTotalTime() throws Exception {
    TimeoutScheduler.Timeout timeout =
        scheduler.schedule(
            Duration.ofMillis(20).toNanos(), atEnd -> fired.add("step, at the end: " + atEnd));

    timeout.startStep(LONG);

    assertThat(fired.take()).isEqualTo("step, at the end: true");
  }

  @Test
  void anEndedStepDoesNotFire() throws Exception {
    TimeoutScheduler.Timeout done = scheduler.schedule(LONG, atEnd -> fired.add("done"));
    // A busy machine ends the step late, but hardly that late.
    done.startStep(Duration.ofMillis(500).toNanos());
    done.endStep();
    schedule("later", 1_000);

    assertThat(fired.take()).isEqualTo("later at its end");
    assertThat(fired).isEmpty();
  }

  @Test
  void aDeactivatedTimeoutDoesNotFire() throws Exception {
    // A busy machine deactivates the timeout late, but hardly that late.
    TimeoutScheduler.Timeout over =
        scheduler.schedule(Duration.ofMillis(500).toNanos(), atEnd -> fired.add("over"));
    over.deactivate();
    schedule("later", 1_000);

    assertThat(fired.take()).isEqualTo("later at its end");
    assertThat(fired).isEmpty();
  }

  @Test
  void aFailingActionDoesNotStopOtherTimeouts() throws Exception {
    scheduler.schedule(
        1,
        atEnd -> {
          fired.add("failing");
          throw new IllegalStateException("on purpose");
        });
    assertThat(fired.take()).isEqualTo("failing");

    schedule("later", 1);

    assertThat(fired.take()).isEqualTo("later at its end");
  }

  @Test
  void firesOnce() throws Exception {
    TimeoutScheduler.Timeout timeout = schedule("once", 10);
    assertThat(fired.take()).isEqualTo("once at its end");

    timeout.startStep(1);
    schedule("later", 30);

    assertThat(fired.take()).isEqualTo("later at its end");
    assertThat(fired).isEmpty();
  }

  @Test
  void firesThousandsOfTimeoutsFromManyThreads() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      int millis = 1 + i % 50;
      Thread.ofVirtual().start(() -> schedule("one", millis));
    }

    for (int i = 0; i < 5_000; i++) {
      assertThat(fired.take()).isEqualTo("one at its end");
    }
  }

  // Otherwise thousands of calls that set their timeouts would make the thread scan continuously.
  @Test
  void pausesBetweenScansHoweverOftenItIsWoken() throws Exception {
    var again = new AtomicReference<TimeoutScheduler.Timeout>();
    var times = new LinkedBlockingQueue<Long>();
    TimeoutScheduler.Timeout timeout =
        scheduler.createTimeout(
            1,
            atEnd -> {
              times.add(System.nanoTime());
              again.get().activate();
            });
    again.set(timeout);
    timeout.activate();

    long first = times.take();
    long last = first;
    for (int i = 0; i < 20; i++) {
      last = times.take();
    }
    again.set(scheduler.createTimeout(LONG, atEnd -> {}));

    assertThat(last - first).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
  }

  @Test
  void endsItsThreadWithoutTimeoutsAndRestartsIt() throws Exception {
    var threads = new LinkedBlockingQueue<Thread>();
    scheduler.schedule(1, atEnd -> threads.add(Thread.currentThread()));
    threads.take().join();
    assertThat(scheduler.thread()).isNull();

    schedule("second", 1);

    assertThat(fired.take()).isEqualTo("second at its end");
  }

  private TimeoutScheduler.Timeout schedule(String name, int millis) {
    return scheduler.schedule(
        Duration.ofMillis(millis).toNanos(),
        atEnd -> fired.add(atEnd ? name + " at its end" : name + " before its end"));
  }
}
