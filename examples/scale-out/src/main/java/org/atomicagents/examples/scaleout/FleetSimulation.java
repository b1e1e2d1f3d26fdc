package org.atomicagents.examples.scaleout;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.atomicagents.examples.scaleout.fleet.Fleet;
import org.atomicagents.examples.scaleout.fleet.FleetFigures;
import org.atomicagents.examples.scaleout.fleet.FleetOptions;
import org.atomicagents.examples.scaleout.fleet.FleetVariant;

/**
 * A simulation of 1,000 JVMs that share a limit of 100,000 calls per second, as a Markdown table.
 *
 * <p>Arguments: a seed (default: 1), and {@code --write PAGE} to replace the table of a page. The
 * same seed gives the same table.
 */
public final class FleetSimulation {
  private FleetSimulation() {}

  public static void main(String... args) throws IOException {
    long seed = args.length == 0 || args[0].equals(PageTable.OPTION) ? 1 : Long.parseLong(args[0]);
    PageTable.print("fleet", table(FleetOptions.of(1_000, 100_000, seed)), args);
  }

  /** Returns the table of all variants. */
  static String table(FleetOptions options) {
    var lines = new ArrayList<String>();
    lines.add(
        "| limit shared by | used | calls of the store per second | wait, mean and longest | least"
            + " served JVM | largest minute | store away: used, 20 s after | a tenth killed: used,"
            + " lost |");
    lines.add("|---|---|---|---|---|---|---|---|");
    for (FleetVariant variant : variants()) {
      lines.add(row(variant.name(), Fleet.simulate(options, variant)));
    }
    lines.add("");
    lines.add(
        "%,d JVMs, %,d calls per second, seed %d."
            .formatted(options.processes(), options.callsPerSecond(), options.seed()));
    return String.join("\n", lines);
  }

  private static List<FleetVariant> variants() {
    return List.of(
        FleetVariant.plain(),
        FleetVariant.sharded(8),
        FleetVariant.blocks(Duration.ofMillis(500)),
        FleetVariant.blocks(Duration.ofSeconds(1)),
        FleetVariant.blocks(Duration.ofSeconds(4)));
  }

  private static String row(String name, FleetFigures figures) {
    return String.format(
        Locale.ROOT,
        "| %s | %.1f%% | %,d | %,d ms, %,d ms | %.2f | %.1f%% | %.1f%%, %.1f%% | %.1f%%, %,d |",
        name,
        100 * figures.used(),
        Math.round(figures.storeCallsPerSecond()),
        Math.round(figures.meanWaitMillis()),
        Math.round(figures.worstWaitMillis()),
        figures.leastServed(),
        100 * figures.largestMinute(),
        100 * figures.usedWhileAway(),
        100 * figures.usedAfterAway(),
        100 * figures.usedAfterKill(),
        figures.lostPermits());
  }
}
