package org.atomicagents.corpus;

import java.util.concurrent.ThreadLocalRandom;

/** Seeds of tests that draw. */
final class TestSeeds {
  private TestSeeds() {}

  /**
   * A fresh one each run, or that of {@code -Datomic.seed}; told, so that a run can be repeated.
   */
  static long next(String test) {
    return told(test, Long.getLong("atomic.seed", ThreadLocalRandom.current().nextLong()));
  }

  /** The same each run, or that of {@code -Datomic.seed}; told. */
  static long usual(String test) {
    return told(test, Long.getLong("atomic.seed", 1));
  }

  private static long told(String test, long seed) {
    System.out.println(test + ": -Datomic.seed=" + seed);
    return seed;
  }
}
