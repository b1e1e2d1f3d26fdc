package org.atomicagents.routing;

import org.atomicagents.error.AgentException;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.error.StoreException;

/** The failures after which another model or agent may succeed. */
final class RecoverableFailures {
  private RecoverableFailures() {}

  /** Returns whether a failure is one of the model or the agent, and not one of the caller. */
  static boolean contain(AgentException failure) {
    return switch (failure) {
      case CancelledException cancelled -> false;
      case ConflictException conflict -> false;
      case ShutdownException shutdown -> false;
      case StoreException store -> false;
      // A usage limit ends the run; the limit of requests of a stage ends the stage only.
      case LimitExceededException limit -> limit.state().isEmpty();
      case ApprovalRequiredException approval -> false;
      default -> true;
    };
  }
}
