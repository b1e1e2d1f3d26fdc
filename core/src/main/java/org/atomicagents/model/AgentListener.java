package org.atomicagents.model;

/**
 * Is told what happens in a run.
 *
 * <p>Called on the run's threads, possibly by several at once. What it throws is logged as a
 * warning and otherwise without effect; the time that it takes is the run's.
 */
@FunctionalInterface
public interface AgentListener {

  /** Something happened. */
  void onEvent(AgentEvent event);
}
