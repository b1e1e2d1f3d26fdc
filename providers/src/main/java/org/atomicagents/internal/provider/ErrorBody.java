package org.atomicagents.internal.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of an error body, in any of the shapes that providers use.
 *
 * @param message the human-readable message; null if there is none
 * @param code the error's code, type and reasons, joined by spaces, in lower case; empty if there
 *     are none
 * @param status the HTTP status repeated in the body; 0 if there is none
 * @param requestId the provider's request id; null if the body contains none
 * @param retryDelay the time to wait before a retry; null if the body contains none
 */
record ErrorBody(
    @Nullable String message,
    String code,
    int status,
    @Nullable String requestId,
    @Nullable Duration retryDelay) {

  /** Parses a body; a body that is not JSON yields no fields. */
  static ErrorBody of(String body) {
    return of(WireJson.JsonTreeReader.read(body));
  }

  /** Returns a copy with a change of all texts. */
  ErrorBody map(UnaryOperator<String> change) {
    return new ErrorBody(
        message == null ? null : change.apply(message),
        change.apply(code),
        status,
        requestId == null ? null : change.apply(requestId),
        retryDelay);
  }

  private static ErrorBody of(JsonNode root) {
    JsonNode body = root.isArray() ? root.path(0) : root;
    JsonNode error = body.path("error").isMissingNode() ? body : body.path("error");
    return new ErrorBody(
        message(body, error),
        codes(error),
        findStatus(error),
        findRequestId(body, error),
        findRetryDelay(error.path("details")));
  }

  /**
   * Returns the codes of an error; Google's are a status, reasons and the ids of exceeded quotas
   * (https://google.aip.dev/193).
   */
  private static String codes(JsonNode error) {
    var codes = new ArrayList<String>();
    codes.add(text(error.path("code")));
    codes.add(text(error.path("type")));
    JsonNode status = error.path("status");
    codes.add(status.isString() ? status.stringValue() : "");
    for (JsonNode detail : error.path("details")) {
      codes.add(text(detail.path("reason")));
      detail.path("violations").forEach(quota -> codes.add(text(quota.path("quotaId"))));
    }
    codes.removeIf(String::isBlank);
    return String.join(" ", codes).toLowerCase(Locale.ROOT);
  }

  /** Returns the delay of Google's {@code RetryInfo}, such as {@code "34.5s"}. */
  private static @Nullable Duration findRetryDelay(JsonNode details) {
    for (JsonNode detail : details) {
      String delay = text(detail.path("retryDelay"));
      if (delay.endsWith("s")) {
        return RetryAfter.parseSeconds(delay.substring(0, delay.length() - 1), 0);
      }
    }
    return null;
  }

  private static @Nullable String message(JsonNode body, JsonNode error) {
    String message = findMessage(error);
    if (message == null) {
      return findMessage(body);
    }
    // Some servers put a title into "error" and the reason beside it.
    String reason = error.isString() ? text(body.path("message")) : "";
    return reason.isBlank() || reason.equals(message) ? message : message + ": " + reason;
  }

  private static @Nullable String findMessage(JsonNode error) {
    if (error.isString()) {
      return error.stringValue();
    }
    for (String field : List.of("message", "detail", "error", "msg", "error_description")) {
      String text = flatten(error.path(field));
      if (text != null) {
        String cause = text(error.path("metadata").path("raw"));
        return cause.isEmpty() ? text : text + ": " + cause;
      }
    }
    return null;
  }

  /**
   * Returns the text of a string, of FastAPI's {@code [{"loc":[...],"msg":"..."}]}, or of an
   * object.
   */
  private static @Nullable String flatten(JsonNode node) {
    if (node.isString()) {
      return node.stringValue().isBlank() ? null : node.stringValue();
    }
    if (node.isObject()) {
      return findMessage(node);
    }
    var texts = new ArrayList<String>();
    for (JsonNode item : node) {
      String message = item.isString() ? item.stringValue() : text(item.path("msg"));
      String location = joinLocation(item.path("loc"));
      texts.add(location.isEmpty() ? message : location + ": " + message);
    }
    return texts.isEmpty() ? null : String.join("; ", texts);
  }

  private static String joinLocation(JsonNode segments) {
    var location = new ArrayList<String>();
    for (JsonNode segment : segments) {
      location.add(text(segment));
    }
    return String.join(".", location);
  }

  private static int findStatus(JsonNode error) {
    for (String field : List.of("status_code", "code", "status")) {
      int status = error.path(field).asInt(0);
      if (status >= 400 && status < 600) {
        return status;
      }
    }
    return 0;
  }

  private static @Nullable String findRequestId(JsonNode body, JsonNode error) {
    for (JsonNode parent : List.of(body, error, body.path("x_groq"))) {
      for (String field : List.of("request_id", "requestId")) {
        String id = text(parent.path(field));
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
