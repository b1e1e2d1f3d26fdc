package org.atomicagents.benchmarks.contender;

/** One of those that do the same work in a comparison. */
interface Contender extends AutoCloseable {

  /** Does the work once, and gives back what came of it. */
  Object call();

  /** What must come of it each time. */
  Object expected();

  /** How many calls are timed as one: enough to take well over the clock's own time. */
  default int batch() {
    return 50;
  }

  /** Ends what the side has running. */
  @Override
  default void close() {}
}
