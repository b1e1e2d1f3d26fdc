package org.atomicagents.model;

/**
 * A listener for the events of runs.
 *
 * <p>Listeners are called on the threads of the runs, possibly concurrently. An exception thrown by
 * a listener is logged as a warning and has no other effect. A slow listener delays its run.
 */
@FunctionalInterface
public interface AgentListener {

  /** Handles an event. */
  void onEvent(AgentEvent event);
}
