package org.atomicagents;

/** The framing of the messages of a {@link StreamFormat}. */
enum MessageFraming {
  SERVER_SENT_EVENTS("text/event-stream") {
    @Override
    String message(String kind, String fields) {
      return "event: " + kind + "\ndata: {" + fields + "}\n\n";
    }

    // A comment, which every receiver ignores.
    @Override
    String heartbeat() {
      return ": heartbeat\n\n";
    }
  },

  JSON_LINES("application/x-ndjson") {
    @Override
    String message(String kind, String fields) {
      return "{\"type\":\"" + kind + "\"," + fields + "}\n";
    }

    @Override
    String heartbeat() {
      return "{\"type\":\"heartbeat\"}\n";
    }
  };

  private final String contentType;

  MessageFraming(String contentType) {
    this.contentType = contentType;
  }

  /** Returns the media type of a body with these messages. */
  String contentType() {
    return contentType;
  }

  /**
   * Returns the text of a message.
   *
   * @param fields the members of its JSON object
   */
  abstract String message(String kind, String fields);

  /** Returns the text that is written when there is no message for some time. */
  abstract String heartbeat();
}
