package org.atomicagents.examples.scaleout.fleet;

import java.time.Duration;

/**
 * The size of a simulated fleet.
 *
 * @param processes the number of JVMs
 * @param callsPerSecond the limit of the provider
 * @param load the calls that callers would make without a limit, relative to the limit
 * @param roundTrip the time of a call of the shared store, without its queue
 * @param storeTime the time in which a server of the store executes one call
 * @param storeTimeout the longest wait for the shared store
 * @param seed the seed of the callers and of the lengths of calls
 */
public record FleetOptions(
    int processes,
    int callsPerSecond,
    double load,
    Duration roundTrip,
    Duration storeTime,
    Duration storeTimeout,
    long seed) {

  /** Returns a fleet with 20% more calls than the limit, and a server of 77,000 calls a second. */
  public static FleetOptions of(int processes, int callsPerSecond, long seed) {
    return new FleetOptions(
        processes,
        callsPerSecond,
        1.2,
        Duration.ofNanos(500_000),
        Duration.ofNanos(13_000),
        Duration.ofMillis(250),
        seed);
  }
}
