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
  void injectsFaultsInTheGivenSharesForAnySeed() {
    int requests = 10_000;
    for (long seed : new long[] {0, 1, 42, -1, Long.MAX_VALUE}) {
      List<@Nullable Fault> selected = select(seed, requests);

      // The tolerances are five standard deviations.
      assertThat(Collections.frequency(selected, LIMITED)).isCloseTo(500, within(110));
      assertThat(Collections.frequency(selected, DROPPED)).isCloseTo(200, within(70));
      assertThat(Collections.frequency(selected, null)).isCloseTo(9_300, within(128));
    }
  }

  @Test
  void selectsTheSameFaultsForTheSameSeedOnly() {
    assertThat(select(42, 1_000)).isEqualTo(select(42, 1_000)).isNotEqualTo(select(43, 1_000));
  }

  @Test
  void selectsFaultsForEveryRequestWhenSharesSumUpToOne() {
    var plan = FaultPlan.seeded(7).with(LIMITED, 0.7).with(DROPPED, 0.2).with(Fault.hanging(), 0.1);

    assertThat(LongStream.range(0, 10_000).mapToObj(plan::faultFor)).doesNotContainNull();
    assertThat(LongStream.range(0, 10_000).mapToObj(FaultPlan.seeded(7)::faultFor))
        .allMatch(Objects::isNull);
  }

  @Test
  void providersInjectTheSameFaultsInTheSameOrder() throws Exception {
    var plan = FaultPlan.seeded(42).with(Fault.status(500), 0.2).with(Fault.quotaExceeded(), 0.2);

    List<@Nullable Fault> first = sendRequests(plan);
    List<@Nullable Fault> second = sendRequests(plan);

    assertThat(first)
        .isEqualTo(second)
        .isEqualTo(IntStream.range(0, 50).mapToObj(plan::faultFor).toList());
    assertThat(first).contains(Fault.status(500), Fault.quotaExceeded(), null);
  }

  @Test
  void rejectsInvalidShares() {
    var plan = FaultPlan.seeded(1).with(LIMITED, 0.75);

    assertThatThrownBy(() -> plan.with(DROPPED, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "share of droppedInBody(): expected above 0 and at most 0.25, the remaining share, "
                + "found 0.5");
    assertThatThrownBy(() -> plan.with(DROPPED, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan.with(DROPPED, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static List<@Nullable Fault> sendRequests(FaultPlan plan) throws Exception {
    try (var provider = SimulatedProvider.builder().faults(plan).start()) {
      for (int i = 0; i < 50; i++) {
        ChatHttpClient.send(provider, ChatHttpClient.request("hello"));
      }
      var injected = new ArrayList<@Nullable Fault>();
      provider.requests().forEach(request -> injected.add(request.fault()));
      assertThat(provider.injectedFaults())
          .containsEntry(Fault.status(500), Collections.frequency(injected, Fault.status(500)))
          .containsEntry(
              Fault.quotaExceeded(), Collections.frequency(injected, Fault.quotaExceeded()))
          .hasSize(2);
      return injected;
    }
  }

  private static List<@Nullable Fault> select(long seed, int requests) {
    var plan = FaultPlan.seeded(seed).with(LIMITED, 0.05).with(DROPPED, 0.02);
    var selected = new ArrayList<@Nullable Fault>();
    for (int i = 0; i < requests; i++) {
      selected.add(plan.faultFor(i));
    }
    return selected;
  }
}
