package org.atomicagents.durable;

import java.util.Objects;

/**
 * A call of a tool, as a step of a workflow.
 *
 * @param name unique in its workflow
 * @param input the hash of the arguments
 * @param tool the name of the tool
 * @param arguments the arguments as JSON, for engines that run the tool in another process
 * @param callId a key for idempotent operations, equal in each execution of the workflow
 * @param run runs the tool in this process
 */
public record ToolCallStep(
    StepName name,
    StepInput input,
    String tool,
    String arguments,
    String callId,
    StepAction<ToolStepResult> run) {
  public ToolCallStep {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(callId, "callId");
    Objects.requireNonNull(run, "run");
  }

  /** Returns the step that runs the tool in this process. */
  public Step<ToolStepResult> step() {
    return Step.of(name, input, ToolStepResult.codec(), run);
  }

  /** Returns the name and the size of the arguments. */
  @Override
  public String toString() {
    return "ToolCallStep[" + name + ", " + arguments.length() + " characters]";
  }
}
