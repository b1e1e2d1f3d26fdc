package org.atomicagents.resilience;

import java.time.Duration;
import java.util.List;

/**
 * The outcome of a shutdown. Immutable.
 *
 * @param finished the number of runs that were in progress and ended before the deadline
 * @param cancelled the number of runs that were cancelled at the deadline
 * @param unfinished the number of cancelled runs that had not ended when the resources were closed
 * @param failedCloses the resources that could not be closed
 * @param duration the time of the shutdown
 */
public record ShutdownReport(
    int finished,
    int cancelled,
    int unfinished,
    List<FailedClose> failedCloses,
    Duration duration) {

  public ShutdownReport {
    failedCloses = List.copyOf(failedCloses);
  }

  /** Returns whether all runs have finished, and all resources are closed. */
  public boolean isClean() {
    return cancelled == 0 && failedCloses.isEmpty();
  }

  /**
   * A resource that could not be closed.
   *
   * @param resource the name of the resource
   */
  public record FailedClose(String resource, Throwable cause) {}
}
