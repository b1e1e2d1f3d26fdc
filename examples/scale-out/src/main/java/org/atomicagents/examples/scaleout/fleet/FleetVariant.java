package org.atomicagents.examples.scaleout.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A way to share the limit.
 *
 * @param name the name in the table
 * @param servers the number of servers, each with a bucket of the same part of the limit, among
 *     which the processes are divided
 * @param hold the hold time of blocks; null for a round trip per call
 */
public record FleetVariant(String name, int servers, @Nullable Duration hold) {

  /** Returns one bucket, and a round trip per call. */
  public static FleetVariant plain() {
    return new FleetVariant("one bucket, a round trip per call", 1, null);
  }

  /** Returns a bucket on each of several servers, and a round trip per call. */
  public static FleetVariant sharded(int servers) {
    return new FleetVariant(servers + " buckets on as many servers", servers, null);
  }

  /** Returns one bucket from which processes take blocks. */
  public static FleetVariant blocks(Duration hold) {
    return new FleetVariant("blocks, held %.3g s".formatted(hold.toMillis() / 1e3), 1, hold);
  }
}
