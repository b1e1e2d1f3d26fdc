package org.atomicagents.durable;

import org.atomicagents.model.ModelEvent;

/**
 * Receives the events of a response while they arrive, such as to show a text as it is written.
 *
 * <p>Called by the thread that runs the step, and never in a replay: a response that was recorded
 * has no live events. A step that is repeated after a crash or a failure begins again with a name
 * whose attempt differs, or with the same name after a crash.
 */
@FunctionalInterface
public interface LiveEvents {

  /**
   * Receives an event.
   *
   * @param step the name of the step, in the workflow of the {@link Durable}
   */
  void receive(StepName step, ModelEvent event);
}
