package org.atomicagents.model.batch;

import java.util.List;
import java.util.Objects;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.ModelEvent;

/** The result of one request of a batch. Immutable. */
public sealed interface BatchResult {

  /** Returns the id of the {@link BatchRequest}, as sent by the provider. */
  String id();

  /**
   * A response, which may be cut off, filtered or invalid.
   *
   * @param events the events of the response, as a client emits them for a complete response; the
   *     usage is one of them
   */
  record Succeeded(String id, List<ModelEvent> events) implements BatchResult {
    public Succeeded {
      Objects.requireNonNull(id, "id");
      events = List.copyOf(events);
    }
  }

  /**
   * A request without a response.
   *
   * @param failure the exception that the request would have thrown by itself, such as a {@link
   *     org.atomicagents.error.BadRequestException}; a {@link
   *     org.atomicagents.error.BatchItemException} if it was cancelled or has expired
   */
  record Failed(String id, AgentException failure) implements BatchResult {
    public Failed {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(failure, "failure");
    }
  }
}
