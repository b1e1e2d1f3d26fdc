package org.atomicagents.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostMeterTest {
  private static final BigDecimal THIRD = new BigDecimal("0.3");

  private final CostMeter meter = new CostMeter(BigDecimal.ONE, "USD");

  @Test
  void reservesTheMeanCostOfItemsInFlight() {
    assertThat(meter.permits(1_000)).isTrue();

    meter.add(Optional.of(THIRD));

    assertThat(meter.permits(2)).isTrue();
    assertThat(meter.permits(3)).isFalse();
  }

  @Test
  void itemsWithoutCostDoNotLowerTheMean() {
    for (int i = 0; i < 100; i++) {
      meter.add(Optional.of(BigDecimal.ZERO));
    }
    assertThat(meter.permits(1_000)).isTrue();
    assertThat(meter.total()).contains(BigDecimal.ZERO);

    meter.add(Optional.of(THIRD));

    assertThat(meter.permits(2)).isTrue();
    assertThat(meter.permits(3)).isFalse();
  }

  @Test
  void permitsASingleItemUntilTheMaximumIsSpent() {
    meter.add(Optional.of(new BigDecimal("0.9")));
    assertThat(meter.permits(1)).isFalse();
    assertThat(meter.permits(0)).isTrue();
    assertThat(meter.isSpent()).isFalse();

    meter.add(Optional.of(new BigDecimal("0.1")));

    assertThat(meter.permits(0)).isFalse();
    assertThat(meter.isSpent()).isTrue();
    assertThat(meter.failure())
        .hasMessage(
            """
            The maximum cost of the batch is spent: 1 of 1 USD.
            Raise it with withMaxCost.\
            """)
        .extracting(failure -> failure.state().orElseThrow().max())
        .isEqualTo(BigDecimal.ONE);
  }

  @Test
  void anUnknownCostMakesTheTotalUnknown() {
    assertThat(meter.total()).isEmpty();
    assertThat(meter.add(Optional.of(THIRD))).isTrue();
    assertThat(meter.total()).contains(THIRD);

    assertThat(meter.add(Optional.empty())).isFalse();

    assertThat(meter.total()).isEmpty();
  }

  @Test
  void withoutAMaximumEveryItemIsPermitted() {
    var unlimited = new CostMeter(null, "");

    assertThat(unlimited.add(Optional.empty())).isTrue();
    assertThat(unlimited.permits(1_000_000)).isTrue();
    assertThat(unlimited.isSpent()).isFalse();
  }
}
