package org.atomicagents.testing.internal.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.testing.internal.server.SimulatedResponse.EventStream;

/** Applies a content corruption to a valid response. */
public final class ResponseCorruptor {
  private static final String PAGE =
      "<!doctype html><html><head><title>Sign in</title></head><body>Sign in</body></html>";

  private ResponseCorruptor() {}

  static SimulatedResponse corrupt(
      SimulatedResponse response, FaultEffect.ContentCorruption corruption, ErrorFormat errors) {
    if (corruption == FaultEffect.ContentCorruption.PAGE) {
      return new CompleteBody(200, Map.of("content-type", "text/html; charset=utf-8"), PAGE, 0);
    }
    return switch (response) {
      case CompleteBody complete ->
          new CompleteBody(
              complete.status(),
              complete.headers(),
              corrupt(complete.body(), corruption, errors),
              complete.chunkIntervals());
      case EventStream stream ->
          new EventStream(
              corrupt(stream.events(), corruption, errors),
              stream.firstText(),
              stream.textChunks());
    };
  }

  /** Returns the text of a model after a corruption of its characters. */
  public static String corruptText(String text, FaultEffect.ContentCorruption corruption) {
    return switch (corruption) {
      case MALFORMED -> makeMalformed(text);
      case TRUNCATED -> text.substring(0, Math.min(text.length(), firstHalf(text.length())));
      case ERROR_INSIDE, PAGE -> text;
    };
  }

  /** Returns half of a count, rounded down; at least 1. */
  static int firstHalf(int count) {
    return Math.max(1, count / 2);
  }

  private static String corrupt(
      String body, FaultEffect.ContentCorruption corruption, ErrorFormat errors) {
    return switch (corruption) {
      case MALFORMED -> makeMalformed(body);
      case TRUNCATED -> body.substring(0, firstHalf(body.length()));
      case ERROR_INSIDE -> errors.response(ErrorDetails.SERVER_FAILED, null, "req_0").body();
      case PAGE -> PAGE;
    };
  }

  private static List<String> corrupt(
      List<String> events, FaultEffect.ContentCorruption corruption, ErrorFormat errors) {
    int half = firstHalf(events.size());
    var corrupted = new ArrayList<>(events.subList(0, half));
    switch (corruption) {
      case MALFORMED -> {
        corrupted.add(makeMalformed(events.get(half)));
        corrupted.addAll(events.subList(half + 1, events.size()));
      }
      case ERROR_INSIDE -> corrupted.add(errors.event(ErrorDetails.SERVER_FAILED));
      case TRUNCATED, PAGE -> {}
    }
    return List.copyOf(corrupted);
  }

  // Removes the opening quotation mark of the first property name.
  private static String makeMalformed(String json) {
    return json.replaceFirst("\\{\"", "{");
  }
}
