package org.atomicagents;

/** Where in a response the output was found. */
enum ResponseForm {
  /** At the requested place. */
  AS_REQUESTED,
  /** Outside of the one function call that was requested. */
  NO_CALL,
  /** In a partial response whose parts could not be merged into the output. */
  PARTS
}
