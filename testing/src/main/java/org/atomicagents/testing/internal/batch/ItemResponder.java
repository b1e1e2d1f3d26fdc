package org.atomicagents.testing.internal.batch;

import java.util.function.UnaryOperator;
import org.atomicagents.testing.internal.server.Completion;
import tools.jackson.databind.JsonNode;

/** Responds to the items of a batch in the form of a protocol. */
interface ItemResponder {
  /**
   * Returns the JSON text of the response.
   *
   * @param change changes the completion
   * @throws org.atomicagents.testing.internal.server.ApiError if the request is rejected
   */
  String respond(JsonNode body, UnaryOperator<Completion> change);
}
