package org.atomicagents.durable;

/** The code of a step. */
@FunctionalInterface
public interface StepAction<T> {

  /**
   * Returns the result to record.
   *
   * @throws org.atomicagents.error.AgentException a failure to record
   * @throws Exception if the step fails without a result
   */
  T run() throws Exception;
}
