package org.atomicagents.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import org.atomicagents.limit.DrivenClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DelayTimerTest {
  private final DrivenClock clock = DrivenClock.stopped();
  private final DelayTimer timer = new DelayTimer(clock);
  private final LinkedBlockingQueue<String> done = new LinkedBlockingQueue<>();

  @Test
  void runsAnEarlierActionThatIsScheduledLater() throws Exception {
    timer.schedule(seconds(10), () -> done.add("late"));
    clock.awaitSleepers(1);
    timer.schedule(seconds(5), () -> done.add("early"));

    advanceUntilDone(Duration.ofSeconds(5));

    assertThat(done.take()).isEqualTo("early");
    assertThat(done).isEmpty();
    clock.awaitSleepers(1);
    clock.advance(Duration.ofSeconds(5));
    assertThat(done.take()).isEqualTo("late");
  }

  @Test
  void runsNoCancelledAction() throws Exception {
    Runnable cancel = timer.schedule(seconds(1), () -> done.add("cancelled"));
    timer.schedule(seconds(1), () -> done.add("other"));
    clock.awaitSleepers(1);

    cancel.run();
    cancel.run();
    clock.advance(Duration.ofSeconds(1));

    assertThat(done.take()).isEqualTo("other");
    assertThat(done).isEmpty();
  }

  @Test
  void keepsItsThreadAfterACancelledAction() throws Exception {
    timer.schedule(seconds(1), () -> done.add("cancelled")).run();
    clock.awaitSleepers(1);
    timer.schedule(seconds(1), () -> done.add("other"));

    clock.advance(Duration.ofSeconds(1));

    assertThat(done.take()).isEqualTo("other");
    assertThat(done).isEmpty();
  }

  @Test
  void beginsAgainAfterAnIdleTime() throws Exception {
    timer.schedule(0, () -> done.add("first"));
    assertThat(done.take()).isEqualTo("first");

    timer.schedule(0, () -> done.add("second"));

    assertThat(done.take()).isEqualTo("second");
  }

  /** Advances after the timer sleeps for the earlier action. */
  private void advanceUntilDone(Duration length) throws InterruptedException {
    clock.awaitSleepers(1);
    clock.advance(length);
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
