package org.atomicagents.durable.temporal;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** A workflow of tests. */
@WorkflowInterface
public interface TextWorkflow {
  @WorkflowMethod
  String run(String input);
}
