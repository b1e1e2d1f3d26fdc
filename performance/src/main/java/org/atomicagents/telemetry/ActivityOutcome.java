package org.atomicagents.telemetry;

/** How a run, a request or a call of a tool ended. */
public enum ActivityOutcome {
  /** It returned a result. */
  COMPLETED,
  /** It failed with an exception. */
  FAILED,
  /** It was cancelled: by an interrupt, by closing its stream, or since its run had ended. */
  CANCELLED,
  /** A request that lost to an equal one, which was sent later or earlier (hedging). */
  SUPERSEDED,
  /** A run that was prepared and never started. */
  UNUSED
}
