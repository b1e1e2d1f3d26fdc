package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the program at the beginning of each page. */
class FirstProgramsTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        FirstOrder.class,
        FirstUnion.class,
        FirstResponseMode.class,
        FirstDecision.class,
        FirstStream.class,
        FirstProvider.class,
        FirstSmallModel.class,
        FirstPool.class,
        FirstRetry.class
      })
  void runsOnASimulatedProvider(Class<?> program) throws Exception {
    try (var provider = SimulatedProvider.start()) {
      assertThat(ChildJvm.run(provider, program)).isNotEmpty();
      assertThat(provider.requests()).isNotEmpty();
    }
  }

  @Test
  void repairsAResponse() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines = ChildJvm.run(provider, FirstRepair.class);

      assertThat(lines)
          .startsWith("Phone[number=110, extension=Optional.empty]")
          .contains("LITERAL: None -> null");
    }
  }

  @Test
  void reAsksAfterAFailedCheck() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      assertThat(ChildJvm.run(provider, FirstCheck.class))
          .containsExactly("Trip[to=Rome, start=2026-05-01, end=2026-05-03] in 2 attempts");
    }
  }
}
