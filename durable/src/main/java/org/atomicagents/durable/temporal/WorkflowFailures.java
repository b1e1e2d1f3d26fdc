package org.atomicagents.durable.temporal;

import io.temporal.common.converter.Values;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.durable.StepName;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ConflictException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.Deadline;
import org.jspecify.annotations.Nullable;

/** The failures of activities, in the workflow. */
final class WorkflowFailures {
  /** The first detail of a failure whose second detail is the record of its exception. */
  static final String RECORDED = "atomic-agents-record";

  /** The type of a failure that is a {@link ConfigurationException}, which has no record. */
  static final String CONFIGURATION = ConfigurationException.class.getSimpleName();

  // An interrupt of a worker that shuts down must not fail the workflow.
  private static final List<Class<?>> NOT_OF_WORKFLOWS =
      List.of(
          CancelledException.class,
          ConfigurationException.class,
          ConflictException.class,
          ShutdownException.class);

  private WorkflowFailures() {}

  /**
   * Returns the record of the exception with which an activity has failed.
   *
   * @throws ActivityFailure if it has none, such as a cancellation
   */
  static byte[] record(ActivityFailure failure, String workflow, StepName step, Deadline deadline) {
    Throwable cause = failure.getCause();
    byte[] recorded = recorded(cause);
    if (recorded != null) {
      return recorded;
    }
    if (cause instanceof ApplicationFailure application
        && application.getType().equals(CONFIGURATION)) {
      throw ConfigurationException.of(application.getOriginalMessage());
    }
    if (cause instanceof TimeoutFailure timeout) {
      byte[] last = recorded(timeout.getCause());
      if (last != null) {
        return last;
      }
      throw TimedOutException.ofMessage(
          "Workflow '%s', step '%s': expected a result in time, found none (%s).\nCheck that workers with ModelActivities poll its task queue, or raise TemporalSettings.withStepTimeout."
              .formatted(workflow, step, timeout.getTimeoutType()),
          deadline.isSet() ? TimedOutException.Limit.DEADLINE : TimedOutException.Limit.TOTAL);
    }
    throw failure;
  }

  private static byte @Nullable [] recorded(@Nullable Throwable failure) {
    if (failure instanceof ApplicationFailure application) {
      Values details = application.getDetails();
      if (details.getSize() == 2 && RECORDED.equals(details.get(0, String.class))) {
        return details.get(1, byte[].class);
      }
    }
    return null;
  }

  /** Returns the exceptions that end a workflow. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // Arrays have no type parameters.
  static Class<? extends Throwable>[] types() {
    var types = new ArrayList<Class<? extends Throwable>>();
    add(AgentException.class, types);
    return types.toArray(new Class[0]);
  }

  private static void add(Class<?> type, List<Class<? extends Throwable>> types) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    if (NOT_OF_WORKFLOWS.contains(type)) {
      return;
    }
    if (permitted == null) {
      types.add(type.asSubclass(Throwable.class));
      return;
    }
    for (Class<?> subtype : permitted) {
      add(subtype, types);
    }
  }
}
