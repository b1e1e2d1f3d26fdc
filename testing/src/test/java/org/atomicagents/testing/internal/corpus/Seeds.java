package org.atomicagents.testing.internal.corpus;

import java.util.concurrent.ThreadLocalRandom;

/** Seeds of tests that draw: a fresh one each run, or that of {@code -Datomic.seed}. */
final class Seeds {
  private Seeds() {}

  /** A seed, told on standard output so that a run can be repeated. */
  static long next(String test) {
    long seed = Long.getLong("atomic.seed", ThreadLocalRandom.current().nextLong());
    System.out.println(test + ": -Datomic.seed=" + seed);
    return seed;
  }
}
