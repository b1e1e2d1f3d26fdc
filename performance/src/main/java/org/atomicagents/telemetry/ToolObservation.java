package org.atomicagents.telemetry;

/** An observation of one call of a tool. */
public interface ToolObservation {

  /**
   * Makes this observation current on the calling thread, which executes the tool.
   *
   * @return the action that restores the thread, run by the same thread
   */
  default Runnable enter() {
    return () -> {};
  }

  /** The call has ended. Called once, by any thread. */
  default void end(ToolReport report) {}
}
