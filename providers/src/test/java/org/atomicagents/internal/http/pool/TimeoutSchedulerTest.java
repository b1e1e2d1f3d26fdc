package org.atomicagents.internal.http.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TimeoutSchedulerTest {
  private static final long LONG = Duration.ofHours(1).toNanos();

  private final TimeoutScheduler watch = new TimeoutScheduler();
  private final BlockingQueue<String> rung = new LinkedBlockingQueue<>();

  @Test
  void ringsInTheOrderOfTheTimesAndNotOfTheSettings() throws Exception {
    alarm("last", 90);
    alarm("second", 60);
    alarm("first", 30);

    assertThat(rung.take()).isEqualTo("first at its end");
    assertThat(rung.take()).isEqualTo("second at its end");
    assertThat(rung.take()).isEqualTo("last at its end");
  }

  @Test
  void aStepRingsBeforeTheEnd() throws Exception {
    TimeoutScheduler.Timeout alarm =
        watch.schedule(LONG, end -> rung.add("step, at the end: " + end));

    alarm.startStep(Duration.ofMillis(20).toNanos());

    assertThat(rung.take()).isEqualTo("step, at the end: false");
  }

  @Test
  void noStepOutlastsTheEnd() throws Exception {
    TimeoutScheduler.Timeout alarm =
        watch.schedule(
            Duration.ofMillis(20).toNanos(), end -> rung.add("step, at the end: " + end));

    alarm.startStep(LONG);

    assertThat(rung.take()).isEqualTo("step, at the end: true");
  }

  @Test
  void aStepThatIsDoneDoesNotRing() throws Exception {
    TimeoutScheduler.Timeout done = watch.schedule(LONG, end -> rung.add("done"));
    done.startStep(Duration.ofMillis(20).toNanos());
    done.endStep();
    alarm("later", 60);

    assertThat(rung.take()).isEqualTo("later at its end");
    assertThat(rung).isEmpty();
  }

  @Test
  void whatIsOverDoesNotRing() throws Exception {
    TimeoutScheduler.Timeout over =
        watch.schedule(Duration.ofMillis(20).toNanos(), end -> rung.add("over"));
    over.deactivate();
    alarm("later", 60);

    assertThat(rung.take()).isEqualTo("later at its end");
    assertThat(rung).isEmpty();
  }

  @Test
  void oneThatFailsToRingSilencesNoOther() throws Exception {
    watch.schedule(
        1,
        end -> {
          rung.add("failing");
          throw new IllegalStateException("on purpose");
        });
    assertThat(rung.take()).isEqualTo("failing");

    alarm("later", 1);

    assertThat(rung.take()).isEqualTo("later at its end");
  }

  @Test
  void ringsOnce() throws Exception {
    TimeoutScheduler.Timeout alarm = alarm("once", 10);
    assertThat(rung.take()).isEqualTo("once at its end");

    alarm.startStep(1);
    alarm("later", 30);

    assertThat(rung.take()).isEqualTo("later at its end");
    assertThat(rung).isEmpty();
  }

  @Test
  void ringsForThousandsThatComeFromManyThreads() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      int millis = 1 + i % 50;
      Thread.ofVirtual().start(() -> alarm("one", millis));
    }

    for (int i = 0; i < 5_000; i++) {
      assertThat(rung.take()).isEqualTo("one at its end");
    }
  }

  // Thousands that set their limits all the time would have it walk all the time.
  @Test
  void restsHoweverOftenItIsWoken() throws Exception {
    var again = new AtomicReference<TimeoutScheduler.Timeout>();
    var times = new LinkedBlockingQueue<Long>();
    TimeoutScheduler.Timeout alarm =
        watch.createTimeout(
            1,
            end -> {
              times.add(System.nanoTime());
              again.get().activate();
            });
    again.set(alarm);
    alarm.activate();

    long first = times.take();
    long last = first;
    for (int i = 0; i < 20; i++) {
      last = times.take();
    }
    again.set(watch.createTimeout(LONG, end -> {}));

    assertThat(last - first).isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
  }

  @Test
  void itsThreadEndsWhenThereIsNothingToWatchAndComesBack() throws Exception {
    alarm("first", 1);
    rung.take();
    Thread thread = watch.thread();
    thread.join();
    assertThat(watch.thread()).isNull();

    alarm("second", 1);

    assertThat(rung.take()).isEqualTo("second at its end");
  }

  private TimeoutScheduler.Timeout alarm(String name, int millis) {
    return watch.schedule(
        Duration.ofMillis(millis).toNanos(),
        end -> rung.add(end ? name + " at its end" : name + " before its end"));
  }
}
