package org.atomicagents.internal.batch;

/** The reason for which a batch was stopped before its last item. */
enum StopReason {
  FAILURES,
  TIMEOUT,
  CLOSED
}
