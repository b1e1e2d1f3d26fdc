package org.atomicagents.durable.temporal;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.util.Objects;
import org.atomicagents.durable.Signal;
import org.atomicagents.durable.SignalSender;

/** Sends signals to workflows of Temporal that have a {@link TemporalDurable}. Thread-safe. */
public final class TemporalSignals implements SignalSender {
  private final WorkflowClient client;

  private TemporalSignals(WorkflowClient client) {
    this.client = Objects.requireNonNull(client, "client");
  }

  /** Returns a sender to the workflows of a client's namespace. */
  public static TemporalSignals of(WorkflowClient client) {
    return new TemporalSignals(client);
  }

  /**
   * Sends a signal, which the workflow receives even if it does not wait for it yet.
   *
   * @throws IllegalArgumentException if there is no such workflow, or it has ended
   * @throws io.temporal.client.WorkflowServiceException if the server cannot be reached
   */
  @Override
  public <T> void send(String workflow, Signal<T> signal, T value, String key) {
    try {
      client
          .newUntypedWorkflowStub(workflow)
          .signal(DurableSignals.NAME, signal.name(), signal.encode(value), key);
    } catch (WorkflowNotFoundException e) {
      throw new IllegalArgumentException(
          "Signal '%s': expected a running workflow, found none with the id '%s'."
              .formatted(signal.name(), workflow),
          e);
    }
  }
}
