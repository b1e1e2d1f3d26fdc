package org.atomicagents.testing.internal.messages;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.ErrorFormat;
import org.atomicagents.testing.internal.server.OpenAiErrors;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Anthropic's form of errors.
 *
 * <p>Source: <a href="https://platform.claude.com/docs/en/api/errors">Errors</a> and <a
 * href="https://platform.claude.com/docs/en/api/rate-limits">Rate limits</a>.
 *
 * @param time the clock of the reset times of limits
 */
public record AnthropicErrors(TimeSource time) implements ErrorFormat {
  private static final ErrorDetails NO_CREDIT =
      ErrorDetails.of(
          400,
          "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing"
              + " to upgrade or purchase credits.");

  /** Returns the exception for an invalid part of a request. */
  public static ApiError invalid(String path, String reason) {
    return invalid(path + ": " + reason);
  }

  /** Returns the exception for an invalid request. */
  public static ApiError invalid(String message) {
    return ApiError.of(ErrorDetails.of(400, message));
  }

  /** Returns the exception for an object that does not exist. */
  public static ApiError notFound(String message) {
    return ApiError.of(ErrorDetails.of(404, message));
  }

  @Override
  public CompleteBody response(
      ErrorDetails error, @Nullable Duration retryAfter, String requestId) {
    ErrorDetails own = error.equals(ErrorDetails.NO_QUOTA) ? NO_CREDIT : error;
    CompleteBody plain = CompleteBody.json(own.status(), body(own).put("request_id", requestId));
    return own.status() == 429
        ? new CompleteBody(429, limitHeaders(plain.headers(), retryAfter), plain.body(), 0)
        : plain;
  }

  @Override
  public String event(ErrorDetails error) {
    return ServerJson.namedEvent(body(error));
  }

  @Override
  public ErrorDetails missingKey() {
    return ErrorDetails.of(401, "x-api-key header is required");
  }

  @Override
  public ErrorDetails invalidKey() {
    return ErrorDetails.of(401, "invalid x-api-key");
  }

  /** Returns the error object, without the id of the request. */
  public static ObjectNode body(ErrorDetails error) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
    body.putObject("error").put("type", type(error.status())).put("message", message(error));
    return body;
  }

  private static String type(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 529 -> "overloaded_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  private static String message(ErrorDetails error) {
    return switch (error.status()) {
      case 429 ->
          "This request would exceed your organization's rate limit. Please try again later.";
      case 529 -> "Overloaded";
      default -> error.message();
    };
  }

  private Map<String, String> limitHeaders(
      Map<String, String> plain, @Nullable Duration retryAfter) {
    Map<String, String> headers = new HashMap<>(plain);
    Duration delay = retryAfter == null ? Duration.ofMinutes(1) : retryAfter;
    if (retryAfter != null) {
      headers.put("retry-after", Long.toString(OpenAiErrors.secondsUp(retryAfter)));
    }
    String reset = Instant.ofEpochSecond(time.now().plus(delay).getEpochSecond() + 1).toString();
    headers.put("anthropic-ratelimit-requests-limit", "50");
    headers.put("anthropic-ratelimit-requests-remaining", "0");
    headers.put("anthropic-ratelimit-requests-reset", reset);
    return headers;
  }
}
