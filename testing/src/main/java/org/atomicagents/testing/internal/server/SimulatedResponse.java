package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** An answer, ready to be sent. */
sealed interface SimulatedResponse {

  /** Sent at once, after as many beats as a stream of it would take. */
  record CompleteBody(int status, Map<String, String> headers, String body, int chunkIntervals)
      implements SimulatedResponse {

    static CompleteBody json(int status, ObjectNode body) {
      return new CompleteBody(
          status, Map.of("content-type", "application/json"), ServerJson.text(body), 0);
    }

    CompleteBody withChunkIntervals(int value) {
      return new CompleteBody(status, headers, body, value);
    }
  }

  /**
   * Sent event by event.
   *
   * @param events read by position, once each
   * @param textChunks how many of them, after the first, are the text's
   */
  record EventStream(List<String> events, int textChunks) implements SimulatedResponse {

    /** Whether an event waits for its beat: only those that bring more of the text do. */
    boolean isPaced(int event) {
      return event == 0 || (event >= 2 && event <= textChunks);
    }
  }
}
