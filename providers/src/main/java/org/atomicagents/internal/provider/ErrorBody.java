package org.atomicagents.internal.provider;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The fields of an error body, in any of the shapes that providers use.
 *
 * @param message the message for people; null if there is none
 * @param code the error's code and type, joined, in lower case; empty if there is none
 * @param status the HTTP status that the body repeats; 0 if it has none
 * @param requestId the provider's id of the request, if the body holds one
 */
record ErrorBody(@Nullable String message, String code, int status, @Nullable String requestId) {
  private static final ErrorBody NONE = new ErrorBody(null, "", 0, null);

  /** Parses a body; one that is not JSON has no fields. */
  static ErrorBody of(String body) {
    try {
      return of(WireJson.JsonTreeReader.MAPPER.readTree(body));
    } catch (JacksonException e) {
      return NONE;
    }
  }

  private static ErrorBody of(JsonNode root) {
    JsonNode body = root.isArray() ? root.path(0) : root;
    JsonNode error = body.path("error").isMissingNode() ? body : body.path("error");
    String message = message(error);
    return new ErrorBody(
        message == null ? message(body) : message,
        (text(error.path("code")) + " " + text(error.path("type")))
            .strip()
            .toLowerCase(Locale.ROOT),
        status(error),
        requestId(body, error));
  }

  private static @Nullable String message(JsonNode error) {
    if (error.isString()) {
      return error.stringValue();
    }
    for (String field : List.of("message", "detail", "error", "msg", "error_description")) {
      String text = textOf(error.path(field));
      if (text != null) {
        String cause = text(error.path("metadata").path("raw"));
        return cause.isEmpty() ? text : text + ": " + cause;
      }
    }
    return null;
  }

  /** Returns a string, FastAPI's list of {@code {"loc":[...],"msg":"..."}}, or either nested. */
  private static @Nullable String textOf(JsonNode node) {
    if (node.isString()) {
      return node.stringValue().isBlank() ? null : node.stringValue();
    }
    if (node.isObject()) {
      return message(node);
    }
    var texts = new ArrayList<String>();
    for (JsonNode one : node) {
      String message = one.isString() ? one.stringValue() : text(one.path("msg"));
      String location = locationOf(one.path("loc"));
      texts.add(location.isEmpty() ? message : location + ": " + message);
    }
    return texts.isEmpty() ? null : String.join("; ", texts);
  }

  private static String locationOf(JsonNode steps) {
    var location = new ArrayList<String>();
    for (JsonNode step : steps) {
      location.add(text(step));
    }
    return String.join(".", location);
  }

  private static int status(JsonNode error) {
    for (String field : List.of("status_code", "code", "status")) {
      int status = error.path(field).asInt(0);
      if (status >= 400 && status < 600) {
        return status;
      }
    }
    return 0;
  }

  private static @Nullable String requestId(JsonNode body, JsonNode error) {
    for (JsonNode holder : List.of(body, error, body.path("x_groq"))) {
      for (String field : List.of("request_id", "requestId")) {
        String id = text(holder.path(field));
        if (!id.isEmpty()) {
          return id;
        }
      }
    }
    return null;
  }

  private static String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asString() : "";
  }
}
