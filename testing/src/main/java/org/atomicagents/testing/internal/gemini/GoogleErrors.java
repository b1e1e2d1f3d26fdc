package org.atomicagents.testing.internal.gemini;

import java.math.BigDecimal;
import java.time.Duration;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.ErrorFormat;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Google's form of errors.
 *
 * <p>Source: <a href="https://google.aip.dev/193">AIP-193</a> and <a
 * href="https://ai.google.dev/gemini-api/docs/troubleshooting">Troubleshooting</a>.
 */
public enum GoogleErrors implements ErrorFormat {
  INSTANCE;

  private static final String TYPE = "type.googleapis.com/google.rpc.";
  private static final String KEY_INVALID = "API_KEY_INVALID";

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
    ObjectNode body = body(error);
    ArrayNode details = JsonNodeFactory.instance.arrayNode();
    if (error.status() == 429) {
      addQuota(details, error.equals(ErrorDetails.NO_QUOTA));
    }
    if (retryAfter != null) {
      details
          .addObject()
          .put("@type", TYPE + "RetryInfo")
          .put("retryDelay", seconds(retryAfter) + "s");
    }
    if (KEY_INVALID.equals(error.code())) {
      details
          .addObject()
          .put("@type", TYPE + "ErrorInfo")
          .put("reason", KEY_INVALID)
          .put("domain", "googleapis.com");
    }
    if (!details.isEmpty()) {
      body.withObject("/error").set("details", details);
    }
    return CompleteBody.json(error.status(), body);
  }

  @Override
  public String event(ErrorDetails error) {
    return "data: " + ServerJson.text(body(error)) + "\n\n";
  }

  @Override
  public ErrorDetails missingKey() {
    return ErrorDetails.of(
        403,
        "Method doesn't allow unregistered callers (callers without established identity). Please"
            + " use API Key or other form of API consumer identity to call this API.");
  }

  @Override
  public ErrorDetails invalidKey() {
    return new ErrorDetails(
        400,
        "API key not valid. Please pass a valid API key.",
        "invalid_request_error",
        null,
        KEY_INVALID);
  }

  /** Returns the error object, without details. */
  public static ObjectNode body(ErrorDetails error) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("code", error.status())
        .put("message", message(error))
        .put("status", status(error.status()));
    return body;
  }

  /** Returns the name of an error status, such as {@code INVALID_ARGUMENT}. */
  static String status(int status) {
    return switch (status) {
      case 401 -> "UNAUTHENTICATED";
      case 403 -> "PERMISSION_DENIED";
      case 404 -> "NOT_FOUND";
      case 409 -> "ABORTED";
      case 429 -> "RESOURCE_EXHAUSTED";
      case 499 -> "CANCELLED";
      case 501 -> "UNIMPLEMENTED";
      case 503 -> "UNAVAILABLE";
      case 504 -> "DEADLINE_EXCEEDED";
      default -> status < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
    };
  }

  private static String message(ErrorDetails error) {
    return error.status() == 429
        ? "You exceeded your current quota, please check your plan and billing details. For more"
            + " information on this error, head to:"
            + " https://ai.google.dev/gemini-api/docs/rate-limits."
        : error.message();
  }

  private static void addQuota(ArrayNode details, boolean isDaily) {
    ObjectNode failure = details.addObject().put("@type", TYPE + "QuotaFailure");
    failure
        .putArray("violations")
        .addObject()
        .put("quotaMetric", "generativelanguage.googleapis.com/generate_content_free_tier_requests")
        .put(
            "quotaId",
            "GenerateRequestsPer" + (isDaily ? "Day" : "Minute") + "PerProjectPerModel-FreeTier");
  }

  private static String seconds(Duration duration) {
    String text = BigDecimal.valueOf(duration.toMillis(), 3).toPlainString();
    return text.endsWith(".000") ? text.substring(0, text.length() - 4) : text;
  }
}
