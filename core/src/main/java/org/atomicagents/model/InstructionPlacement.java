package org.atomicagents.model;

/** Where the instruction to respond with JSON is placed in the messages of a request. */
public enum InstructionPlacement {
  /** At the end of the system message, which is added if there is none. */
  SYSTEM_MESSAGE,
  /**
   * At the end of the last user message; in {@link ResponseMode#JSON_SCHEMA}, at the end of the
   * system message.
   */
  LAST_USER_MESSAGE
}
