package org.atomicagents.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RateWindowTest {
  private static final Offset<Double> EXACT = within(1e-9);
  // Monotonic clocks may be negative, and wrap.
  private static final long START = Long.MAX_VALUE - 20_000_000_000L;

  private final RateWindow window = new RateWindow(START);

  @Test
  void isTheMeanSinceTheStartBeforeThirtySeconds() {
    events(0, 10, 20);

    assertThat(window.perSecond(at(10))).isEqualTo(20, EXACT);
  }

  @Test
  void forgetsEventsAfterThirtySeconds() {
    events(0, 30, 100);
    events(30, 60, 2);

    assertThat(window.perSecond(at(60.5))).isBetween(1.9, 2.0);
  }

  @Test
  void isTheMeanSinceTheStartForRareEvents() {
    window.record(at(50));
    window.record(at(100));

    assertThat(window.perSecond(at(200))).isEqualTo(0.01, EXACT);
  }

  @Test
  void isZeroWithoutEvents() {
    assertThat(window.perSecond(at(0))).isZero();
    assertThat(window.perSecond(at(1_000_000))).isZero();
  }

  @Test
  void aLongPauseEmptiesTheWindow() {
    events(0, 10, 1_000);
    events(1_000, 1_010, 3);

    assertThat(window.perSecond(at(1_010))).isEqualTo(30 / 29.0, within(0.1));
  }

  private void events(int from, int to, int perSecond) {
    for (int i = 0; i < (to - from) * perSecond; i++) {
      window.record(at(from + (double) i / perSecond));
    }
  }

  private static long at(double seconds) {
    return START + (long) (seconds * 1e9);
  }
}
