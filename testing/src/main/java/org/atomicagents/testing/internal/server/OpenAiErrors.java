package org.atomicagents.testing.internal.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** OpenAI's form of errors. */
public enum OpenAiErrors implements ErrorFormat {
  INSTANCE;

  @Override
  public CompleteBody response(
      ErrorDetails error, @Nullable Duration retryAfter, String requestId) {
    CompleteBody plain = CompleteBody.json(error.status(), body(error));
    if (retryAfter == null) {
      return plain;
    }
    Map<String, String> headers = new HashMap<>(plain.headers());
    headers.put("retry-after", Long.toString(secondsUp(retryAfter)));
    headers.put("retry-after-ms", Long.toString(Math.max(1, retryAfter.toMillis())));
    return new CompleteBody(plain.status(), headers, plain.body(), 0);
  }

  @Override
  public String event(ErrorDetails error) {
    return ServerJson.event(body(error));
  }

  @Override
  public ErrorDetails missingKey() {
    return ErrorDetails.of(
        401,
        "You didn't provide an API key. Provide it in an Authorization header using Bearer auth.");
  }

  @Override
  public ErrorDetails invalidKey() {
    return new ErrorDetails(
        401, "Incorrect API key provided.", "invalid_request_error", null, "invalid_api_key");
  }

  /** Returns a duration in seconds, rounded up. */
  public static long secondsUp(Duration duration) {
    return duration.plusSeconds(1).minusNanos(1).toSeconds();
  }

  /** Returns the error object. */
  public static ObjectNode body(ErrorDetails error) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("message", error.message())
        .put("type", error.type())
        .put("param", error.parameter())
        .put("code", error.code());
    return body;
  }
}
