package org.atomicagents.examples.scaleout.places;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** The workflow of Temporal, with JSON as its input and output. */
@WorkflowInterface
public interface TriageWorkflow {
  @WorkflowMethod
  String triage(String ticket);
}
