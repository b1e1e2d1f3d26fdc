package org.atomicagents.internal.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LearntDelayTest {
  private static final long MILLI = 1_000_000;

  @Test
  void isTheInitialDelayUntilEnoughTimesAreKnown() {
    var delay = new LearntDelay(50, Duration.ofSeconds(2), 20, 1_000);

    record(delay, 19, 100);
    assertThat(delay.nanos()).isEqualTo(2_000 * MILLI);
    record(delay, 1, 100);

    assertThat(delay.nanos()).isCloseTo(100 * MILLI, within(MILLI));
  }

  @Test
  void adaptsToTheLatestTimes() {
    var delay = new LearntDelay(90, Duration.ofSeconds(2), 20, 100);
    record(delay, 500, 100);

    record(delay, 200, 300);

    assertThat(delay.nanos()).isCloseTo(300 * MILLI, within(3 * MILLI));
  }

  @Test
  void acceptsTimesOutsideOfItsRange() {
    var delay = new LearntDelay(50, Duration.ofSeconds(2), 1, 100);

    delay.record(Duration.ofHours(5).toNanos());
    assertThat(delay.nanos()).isGreaterThan(Duration.ofMinutes(59).toNanos());
    delay.record(-5);
    delay.record(0);
  }

  private static void record(LearntDelay delay, int times, long millis) {
    for (int i = 0; i < times; i++) {
      delay.record(millis * MILLI);
    }
  }
}
