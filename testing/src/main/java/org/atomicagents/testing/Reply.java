package org.atomicagents.testing;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** An answer, ready to be sent. */
sealed interface Reply {

  /** Sent at once, after as many beats as a stream of it would take. */
  record Whole(int status, Map<String, String> headers, String body, int beats) implements Reply {

    static Whole json(int status, ObjectNode body) {
      return new Whole(status, Map.of("content-type", "application/json"), Wire.text(body), 0);
    }

    Whole withBeats(int value) {
      return new Whole(status, headers, body, value);
    }
  }

  /**
   * Sent event by event.
   *
   * @param events read by position, once each
   * @param pieces how many of them, after the first, are the text's
   */
  record Streamed(List<String> events, int pieces) implements Reply {

    /** Whether an event waits for its beat: only those that bring more of the text do. */
    boolean isPaced(int event) {
      return event == 0 || (event >= 2 && event <= pieces);
    }
  }
}
