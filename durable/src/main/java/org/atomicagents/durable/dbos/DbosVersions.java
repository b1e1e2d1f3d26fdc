package org.atomicagents.durable.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.workflow.ListWorkflowsInput;
import dev.dbos.transact.workflow.WorkflowState;
import dev.dbos.transact.workflow.WorkflowStatus;
import java.util.List;

/**
 * Finds the workflows that no process of the present version of an application continues.
 *
 * <p>DBOS continues a workflow with the version of the application that began it, which is {@code
 * DBOSConfig.appVersion} or a hash of the classes with workflows. After a deployment, the earlier
 * workflows wait until a process of their version runs again, or until they are forked to the new
 * one.
 */
public final class DbosVersions {
  private DbosVersions() {}

  /**
   * Returns the ids of the workflows that are pending with another version, oldest first.
   *
   * @param version the present {@code DBOSConfig.appVersion}
   */
  public static List<String> pendingOfOthers(DBOS dbos, String version) {
    return dbos.listWorkflows(new ListWorkflowsInput().withStatus(WorkflowState.PENDING)).stream()
        .filter(workflow -> !version.equals(workflow.appVersion()))
        .map(WorkflowStatus::workflowId)
        .toList();
  }
}
