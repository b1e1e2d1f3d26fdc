package org.atomicagents.cli.bench;

/** The reason for which a measurement ended before all runs were started. */
public enum LoadStop {
  /** {@link LoadRun#stop()}, or an interrupt of the thread: runs in progress were cancelled. */
  INTERRUPTED,
  /** The maximum cost is spent. */
  COST,
  /** The cost of a run is not known, and there is a maximum. */
  UNKNOWN_PRICE,
  /** The stop policy. */
  FAILURES
}
