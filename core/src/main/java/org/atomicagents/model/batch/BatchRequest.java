package org.atomicagents.model.batch;

import java.util.Objects;
import org.atomicagents.model.ModelRequest;

/**
 * A request of a batch. Immutable.
 *
 * @param id the name of the request within its batch: 1 to 64 of the characters {@code A-Z a-z 0-9
 *     _ -}
 * @param request the request; its response is not streamed
 */
public record BatchRequest(String id, ModelRequest request) {
  /**
   * Creates a request.
   *
   * @throws IllegalArgumentException if the id has other characters or another length
   */
  public BatchRequest {
    BatchNames.require("id", id);
    Objects.requireNonNull(request, "request");
  }
}
