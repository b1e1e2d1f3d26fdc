package org.atomicagents.benchmarks.weakmodel;

/**
 * The result of one task.
 *
 * @param once the quality of the first attempt alone
 * @param finalQuality the quality after all attempts
 * @param tally the requests and tokens of all attempts
 * @param seconds the duration of all attempts
 */
record TaskResult(
    ValueQuality once,
    ValueQuality finalQuality,
    RequestTally tally,
    double seconds,
    String detail) {

  /** The quality of an extracted value. */
  enum ValueQuality {
    /** A valid and correct value. */
    RIGHT,
    /** A valid but incorrect value. */
    WRONG,
    /** A value that violates a constraint of its type or lacks a component. */
    VIOLATION,
    /** No value. */
    FAILED;

    boolean isValid() {
      return this == RIGHT || this == WRONG;
    }
  }
}
