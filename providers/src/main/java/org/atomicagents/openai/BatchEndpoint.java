package org.atomicagents.openai;

import java.util.Map;
import org.atomicagents.model.batch.BatchHandle;

/** The protocol of the requests of a batch. */
enum BatchEndpoint {
  CHAT("/v1/chat/completions"),
  RESPONSES("/v1/responses");

  private static final String DETAIL = "endpoint";

  private final String path;

  BatchEndpoint(String path) {
    this.path = path;
  }

  /** Returns the path that the API expects, which does not depend on the base URL. */
  String path() {
    return path;
  }

  /** Returns the details of a handle. */
  Map<String, String> details(String model) {
    return Map.of(DETAIL, path, "model", model);
  }

  /**
   * Returns the protocol of the requests of a batch.
   *
   * @throws IllegalArgumentException if the handle has no known endpoint
   */
  static BatchEndpoint of(BatchHandle batch) {
    String path = batch.details().getOrDefault(DETAIL, "");
    for (BatchEndpoint endpoint : values()) {
      if (endpoint.path.equals(path)) {
        return endpoint;
      }
    }
    throw new IllegalArgumentException(
        "batch: expected the detail \"endpoint\" with %s or %s, found \"%s\" in batch %s.\nUse the handle that the submission returned."
            .formatted(CHAT.path, RESPONSES.path, path, batch));
  }
}
