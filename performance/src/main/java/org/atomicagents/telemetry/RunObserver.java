package org.atomicagents.telemetry;

/**
 * An exporter of the runs of {@link ObservedAgent}s, such as to a tracing system or to a registry
 * of meters.
 *
 * <p>Thread-safe. An exception thrown by an observer is logged, and has no effect on the run.
 */
public interface RunObserver {

  /**
   * Returns whether runs are observed now; checked once per run. An observer whose receiver is
   * switched off costs nothing.
   */
  default boolean isEnabled() {
    return true;
  }

  /**
   * Returns an observer whose runs belong to the activity, such as a span, that is current on the
   * calling thread, whichever threads begin them; it equals this one. An observer without nested
   * activities returns itself.
   */
  default RunObserver inCallerContext() {
    return this;
  }

  /**
   * Returns an observation of a run, whose preparation begins on the calling thread.
   *
   * <p>The run may never start: {@link RunObservation#start} follows if it does, and {@link
   * RunObservation#end} in any case.
   */
  RunObservation begin(RunDescription run);
}
