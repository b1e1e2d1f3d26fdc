package org.atomicagents.corpus;

import java.util.concurrent.ThreadLocalRandom;

/** Seeds of randomized tests. */
final class TestSeeds {
  private TestSeeds() {}

  /**
   * Returns a new random seed, or the value of {@code -Datomic.seed}, and prints it so that the run
   * can be reproduced.
   */
  static long next(String test) {
    return print(test, Long.getLong("atomic.seed", ThreadLocalRandom.current().nextLong()));
  }

  /** Returns the fixed default seed, or the value of {@code -Datomic.seed}, and prints it. */
  static long usual(String test) {
    return print(test, Long.getLong("atomic.seed", 1));
  }

  private static long print(String test, long seed) {
    System.out.println(test + ": -Datomic.seed=" + seed);
    return seed;
  }
}
