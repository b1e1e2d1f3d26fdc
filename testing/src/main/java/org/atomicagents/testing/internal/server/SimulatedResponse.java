package org.atomicagents.testing.internal.server;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A response that is ready to be sent. */
public sealed interface SimulatedResponse {

  /**
   * A response with a complete body.
   *
   * @param chunkIntervals number of chunk intervals to wait before sending, so that the response
   *     takes as long as the streamed one
   */
  record CompleteBody(int status, Map<String, String> headers, String body, int chunkIntervals)
      implements SimulatedResponse {

    /** Returns a response with a JSON body. */
    public static CompleteBody json(int status, JsonNode body) {
      return new CompleteBody(
          status, Map.of("content-type", "application/json"), ServerJson.text(body), 0);
    }

    /** Returns a copy that is sent after this number of chunk intervals. */
    public CompleteBody withChunkIntervals(int value) {
      return new CompleteBody(status, headers, body, value);
    }
  }

  /**
   * A response that is streamed event by event.
   *
   * @param events the server-sent events; each is read once, by index
   * @param firstText the index of the first event with text
   * @param textChunks number of events with text
   */
  record EventStream(List<String> events, int firstText, int textChunks)
      implements SimulatedResponse {

    /**
     * Returns whether an event waits for the schedule: the first one, and text after its first
     * chunk.
     */
    boolean isPaced(int event) {
      return event == 0 || (event > firstText && event < firstText + textChunks);
    }
  }
}
