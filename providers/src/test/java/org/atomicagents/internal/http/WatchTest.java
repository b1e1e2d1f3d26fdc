package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchTest {
  private static final long LONG = Duration.ofHours(1).toNanos();

  private final Watch watch = new Watch();
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
    Watch.Alarm alarm = watch.within(LONG, end -> rung.add("step, at the end: " + end));

    alarm.step(Duration.ofMillis(20).toNanos());

    assertThat(rung.take()).isEqualTo("step, at the end: false");
  }

  @Test
  void noStepOutlastsTheEnd() throws Exception {
    Watch.Alarm alarm =
        watch.within(Duration.ofMillis(20).toNanos(), end -> rung.add("step, at the end: " + end));

    alarm.step(LONG);

    assertThat(rung.take()).isEqualTo("step, at the end: true");
  }

  @Test
  void aStepThatIsDoneDoesNotRing() throws Exception {
    Watch.Alarm done = watch.within(LONG, end -> rung.add("done"));
    done.step(Duration.ofMillis(20).toNanos());
    done.pause();
    alarm("later", 60);

    assertThat(rung.take()).isEqualTo("later at its end");
    assertThat(rung).isEmpty();
  }

  @Test
  void whatIsOverDoesNotRing() throws Exception {
    Watch.Alarm over = watch.within(Duration.ofMillis(20).toNanos(), end -> rung.add("over"));
    over.off();
    alarm("later", 60);

    assertThat(rung.take()).isEqualTo("later at its end");
    assertThat(rung).isEmpty();
  }

  @Test
  void oneThatFailsToRingSilencesNoOther() throws Exception {
    watch.within(
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
    Watch.Alarm alarm = alarm("once", 10);
    assertThat(rung.take()).isEqualTo("once at its end");

    alarm.step(1);
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
    var again = new AtomicReference<Watch.Alarm>();
    var times = new LinkedBlockingQueue<Long>();
    Watch.Alarm alarm =
        watch.prepare(
            1,
            end -> {
              times.add(System.nanoTime());
              again.get().on();
            });
    again.set(alarm);
    alarm.on();

    long first = times.take();
    long last = first;
    for (int i = 0; i < 20; i++) {
      last = times.take();
    }
    again.set(watch.prepare(LONG, end -> {}));

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

  private Watch.Alarm alarm(String name, int millis) {
    return watch.within(
        Duration.ofMillis(millis).toNanos(),
        end -> rung.add(end ? name + " at its end" : name + " before its end"));
  }
}
