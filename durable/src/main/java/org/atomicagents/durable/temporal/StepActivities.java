package org.atomicagents.durable.temporal;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * The activities that run the steps of workflows; implemented by {@link ModelActivities}.
 *
 * <p>Arguments are JSON texts, so that each worker can run each step, and that Temporal's interface
 * shows them. Not called by applications.
 */
@ActivityInterface
public interface StepActivities {
  /** The type of the activity that sends a request to a model. */
  String REQUEST = "atomic-agents-request";

  /** The type of the activity that runs a tool. */
  String TOOL = "atomic-agents-tool";

  /**
   * Returns the record of a response.
   *
   * @param call the step
   * @param request the request
   */
  @ActivityMethod(name = REQUEST)
  byte[] request(String call, String request);

  /**
   * Returns the record of the result of a tool.
   *
   * @param call the step
   * @param arguments the arguments of the tool
   */
  @ActivityMethod(name = TOOL)
  byte[] tool(String call, String arguments);
}
