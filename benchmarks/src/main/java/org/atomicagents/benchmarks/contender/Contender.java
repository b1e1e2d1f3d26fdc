package org.atomicagents.benchmarks.contender;

/** A participant of a comparison; all participants do the same work. */
interface Contender extends AutoCloseable {

  /** Does the work once and returns its result. */
  Object call();

  /** Returns the result that every call must return. */
  Object expected();

  /**
   * Returns the number of calls that are timed together, so that the clock's cost is negligible.
   */
  default int batch() {
    return 50;
  }

  /** Returns the number of events or elements that one call processes with the same code. */
  default int operations() {
    return 1;
  }

  /** Releases the contender's resources. */
  @Override
  default void close() {}
}
