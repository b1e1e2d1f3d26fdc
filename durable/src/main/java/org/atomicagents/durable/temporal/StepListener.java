package org.atomicagents.durable.temporal;

import org.atomicagents.durable.StepName;
import org.atomicagents.model.ModelEvent;

/**
 * Receives the events of responses in the worker, while they arrive; never in a replay.
 *
 * <p>Called by the thread of the activity. Must be thread-safe; an exception is logged.
 */
@FunctionalInterface
public interface StepListener {

  /**
   * Receives an event.
   *
   * @param workflow the id of the workflow
   * @param step the name of the step; each attempt of it begins again
   */
  void receive(String workflow, StepName step, ModelEvent event);
}
