package org.atomicagents.testing.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.testing.internal.server.SimulatedResponse.EventStream;
import tools.jackson.databind.node.ObjectNode;

/** Makes a bad answer of a good one. */
final class ResponseCorruptor {
  private static final String PAGE =
      "<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>";
  private static final ObjectNode ERROR =
      new ApiError.ErrorDetails(
              500,
              "The server had an error while processing your request.",
              "server_error",
              null,
              null)
          .body();

  private ResponseCorruptor() {}

  static SimulatedResponse corrupt(SimulatedResponse reply, FaultEffect.ContentCorruption how) {
    if (how == FaultEffect.ContentCorruption.PAGE) {
      return new CompleteBody(200, Map.of("content-type", "text/html; charset=utf-8"), PAGE, 0);
    }
    return switch (reply) {
      case CompleteBody whole ->
          new CompleteBody(
              whole.status(), whole.headers(), corrupt(whole.body(), how), whole.chunkIntervals());
      case EventStream stream ->
          new EventStream(corrupt(stream.events(), how), stream.textChunks());
    };
  }

  /** How many there are in the first half; at least one. */
  static int firstHalf(int all) {
    return Math.max(1, all / 2);
  }

  private static String corrupt(String body, FaultEffect.ContentCorruption how) {
    return switch (how) {
      case MALFORMED -> makeMalformed(body);
      case TRUNCATED -> body.substring(0, firstHalf(body.length()));
      case ERROR_INSIDE -> ServerJson.text(ERROR);
      case PAGE -> PAGE;
    };
  }

  private static List<String> corrupt(List<String> events, FaultEffect.ContentCorruption how) {
    int half = firstHalf(events.size());
    var spoilt = new ArrayList<>(events.subList(0, half));
    switch (how) {
      case MALFORMED -> {
        spoilt.add(makeMalformed(events.get(half)));
        spoilt.addAll(events.subList(half + 1, events.size()));
      }
      case ERROR_INSIDE -> spoilt.add(SseEvents.of(ERROR));
      case TRUNCATED, PAGE -> {}
    }
    return List.copyOf(spoilt);
  }

  // The first name loses the quotation mark that it begins with.
  private static String makeMalformed(String json) {
    return json.replaceFirst("\\{\"", "{");
  }
}
