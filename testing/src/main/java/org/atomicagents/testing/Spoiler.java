package org.atomicagents.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.testing.Reply.Streamed;
import org.atomicagents.testing.Reply.Whole;
import tools.jackson.databind.node.ObjectNode;

/** Makes a bad answer of a good one. */
final class Spoiler {
  private static final String PAGE =
      "<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>";
  private static final ObjectNode ERROR =
      new ProviderFault.Told(
              500,
              "The server had an error while processing your request.",
              "server_error",
              null,
              null)
          .body();

  private Spoiler() {}

  static Reply spoil(Reply reply, Effect.Spoilt how) {
    if (how == Effect.Spoilt.PAGE) {
      return new Whole(200, Map.of("content-type", "text/html; charset=utf-8"), PAGE, 0);
    }
    return switch (reply) {
      case Whole whole ->
          new Whole(whole.status(), whole.headers(), spoil(whole.body(), how), whole.beats());
      case Streamed stream -> new Streamed(spoil(stream.events(), how), stream.pieces());
    };
  }

  /** How many there are in the first half; at least one. */
  static int half(int all) {
    return Math.max(1, all / 2);
  }

  private static String spoil(String body, Effect.Spoilt how) {
    return switch (how) {
      case MALFORMED -> malformed(body);
      case TRUNCATED -> body.substring(0, half(body.length()));
      case ERROR_INSIDE -> Wire.text(ERROR);
      case PAGE -> PAGE;
    };
  }

  private static List<String> spoil(List<String> events, Effect.Spoilt how) {
    int half = half(events.size());
    var spoilt = new ArrayList<>(events.subList(0, half));
    switch (how) {
      case MALFORMED -> {
        spoilt.add(malformed(events.get(half)));
        spoilt.addAll(events.subList(half + 1, events.size()));
      }
      case ERROR_INSIDE -> spoilt.add(Events.of(ERROR));
      case TRUNCATED, PAGE -> {}
    }
    return List.copyOf(spoilt);
  }

  // The first name loses the quotation mark that it begins with.
  private static String malformed(String json) {
    return json.replaceFirst("\\{\"", "{");
  }
}
