package org.atomicagents.resilience;

/** The state of a circuit breaker for one model. */
public enum CircuitState {
  /** Requests are sent. */
  CLOSED,
  /** Requests are rejected. */
  OPEN,
  /** One trial request is permitted, or in progress; others are rejected. */
  HALF_OPEN
}
