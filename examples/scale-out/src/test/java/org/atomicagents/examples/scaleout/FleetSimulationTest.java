package org.atomicagents.examples.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.atomicagents.examples.scaleout.fleet.Fleet;
import org.atomicagents.examples.scaleout.fleet.FleetFigures;
import org.atomicagents.examples.scaleout.fleet.FleetOptions;
import org.atomicagents.examples.scaleout.fleet.FleetVariant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FleetSimulationTest {
  private static final Path PAGE = Path.of("../../docs/scale-out.md");
  private static final FleetOptions SMALL = FleetOptions.of(100, 10_000, 7);

  @Test
  void blocksUseTheLimitWithFewCallsOfTheStore() {
    FleetFigures blocks = Fleet.simulate(SMALL, FleetVariant.blocks(Duration.ofSeconds(1)));
    FleetFigures plain = Fleet.simulate(SMALL, FleetVariant.plain());

    assertThat(blocks.used()).isBetween(0.95, 0.97);
    assertThat(blocks.largestMinute()).isLessThanOrEqualTo(1);
    assertThat(plain.largestMinute()).isLessThanOrEqualTo(1);
    assertThat(blocks.storeCallsPerSecond()).isLessThan(plain.storeCallsPerSecond() / 20);
  }

  @Test
  void noProcessIsStarved() {
    FleetFigures blocks = Fleet.simulate(SMALL, FleetVariant.blocks(Duration.ofSeconds(1)));

    assertThat(blocks.leastServed()).isGreaterThan(0.5);
    assertThat(blocks.worstWaitMillis()).isLessThan(3_000);
  }

  @Test
  void killedProcessesLoseFewPermits() {
    FleetFigures blocks = Fleet.simulate(SMALL, FleetVariant.blocks(Duration.ofSeconds(1)));

    assertThat(blocks.lostPermits()).isLessThan(1_000);
    assertThat(blocks.usedAfterKill()).isGreaterThan(0.9);
  }

  @Test
  void sharesBoundTheCallsWhileTheStoreIsAway() {
    FleetFigures blocks = Fleet.simulate(SMALL, FleetVariant.blocks(Duration.ofSeconds(1)));

    assertThat(blocks.usedWhileAway()).isBetween(0.5, 1.0);
  }

  @Test
  void equalSeedsGiveEqualTables() {
    FleetOptions tiny = FleetOptions.of(10, 1_000, 3);

    assertThat(FleetSimulation.table(tiny)).isEqualTo(FleetSimulation.table(tiny));
  }

  @Tag("soak")
  @Test
  void tableOfThePageIsThatOfTheSimulation() throws IOException {
    String table = FleetSimulation.table(FleetOptions.of(1_000, 100_000, 1));

    assertThat(Files.readString(PAGE))
        .isEqualTo(PageTable.replace(Files.readString(PAGE), "fleet", table));
  }
}
