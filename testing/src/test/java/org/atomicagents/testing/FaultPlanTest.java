package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  private static final Fault LIMITED = Fault.rateLimited();
  private static final Fault DROPPED = Fault.droppedInBody();

  @Test
  void keepsTheSharesForAnySeed() {
    int draws = 10_000;
    for (long seed : new long[] {0, 1, 42, -1, Long.MAX_VALUE}) {
      List<@Nullable Fault> drawn = draw(seed, draws);

      // Five standard deviations.
      assertThat(Collections.frequency(drawn, LIMITED)).isCloseTo(500, within(110));
      assertThat(Collections.frequency(drawn, DROPPED)).isCloseTo(200, within(70));
      assertThat(Collections.frequency(drawn, null)).isCloseTo(9_300, within(128));
    }
  }

  @Test
  void drawsTheSameForTheSameSeedOnly() {
    assertThat(draw(42, 1_000)).isEqualTo(draw(42, 1_000)).isNotEqualTo(draw(43, 1_000));
  }

  @Test
  void drawsOneRequestLikeAnyOther() {
    var always =
        FaultPlan.seeded(7).with(LIMITED, 0.7).with(DROPPED, 0.2).with(Fault.hanging(), 0.1);

    assertThat(LongStream.range(0, 10_000).mapToObj(always::faultFor)).doesNotContainNull();
    assertThat(LongStream.range(0, 10_000).mapToObj(FaultPlan.seeded(7)::faultFor))
        .allMatch(Objects::isNull);
  }

  @Test
  void meetsTheSameFaultsInTheSameOrder() throws Exception {
    var faults = FaultPlan.seeded(42).with(Fault.status(500), 0.2).with(Fault.quotaExceeded(), 0.2);

    List<@Nullable Fault> first = meet(faults);
    List<@Nullable Fault> second = meet(faults);

    assertThat(first)
        .isEqualTo(second)
        .isEqualTo(IntStream.range(0, 50).mapToObj(faults::faultFor).toList());
    assertThat(first).contains(Fault.status(500), Fault.quotaExceeded(), null);
  }

  @Test
  void refusesSharesThatAreNone() {
    var most = FaultPlan.seeded(1).with(LIMITED, 0.75);

    assertThatThrownBy(() -> most.with(DROPPED, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "share of droppedInBody(): expected above 0 and up to 0.25, what is left of 1, "
                + "found 0.5");
    assertThatThrownBy(() -> most.with(DROPPED, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> most.with(DROPPED, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<@Nullable Fault> meet(FaultPlan faults) throws Exception {
    try (var provider = SimulatedProvider.builder().faults(faults).start()) {
      for (int i = 0; i < 50; i++) {
        ChatHttpClient.send(provider, ChatHttpClient.request("hello"));
      }
      var met = new ArrayList<@Nullable Fault>();
      provider.requests().forEach(request -> met.add(request.fault()));
      assertThat(provider.injected())
          .containsEntry(Fault.status(500), Collections.frequency(met, Fault.status(500)))
          .containsEntry(Fault.quotaExceeded(), Collections.frequency(met, Fault.quotaExceeded()))
          .hasSize(2);
      return met;
    }
  }

  private static List<@Nullable Fault> draw(long seed, int draws) {
    var faults = FaultPlan.seeded(seed).with(LIMITED, 0.05).with(DROPPED, 0.02);
    var drawn = new ArrayList<@Nullable Fault>();
    for (int i = 0; i < draws; i++) {
      drawn.add(faults.faultFor(i));
    }
    return drawn;
  }
}
