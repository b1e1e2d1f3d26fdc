package org.atomicagents.testing.internal.server;

import org.jspecify.annotations.Nullable;

/**
 * The error of a rejected request.
 *
 * <p>The texts of the factory methods are those of OpenAI's API; the endpoints of other protocols
 * create errors of their own from {@link ErrorDetails}.
 */
public final class ApiError extends RuntimeException {
  /**
   * Status and content of an error response; {@link ErrorFormat}s write it in the form of a
   * protocol.
   *
   * @param type OpenAI's type of the error
   * @param parameter the wrong parameter; null for none
   * @param code the code of the error; null for none
   */
  public record ErrorDetails(
      int status, String message, String type, @Nullable String parameter, @Nullable String code) {
    public static final ErrorDetails RATE_LIMITED =
        new ErrorDetails(
            429,
            "Rate limit reached for requests. Please try again later.",
            "requests",
            null,
            "rate_limit_exceeded");

    public static final ErrorDetails NO_QUOTA =
        new ErrorDetails(
            429,
            "You exceeded your current quota, please check your plan and billing details.",
            "insufficient_quota",
            null,
            "insufficient_quota");

    public static final ErrorDetails SERVER_FAILED =
        new ErrorDetails(
            500,
            "The server had an error while processing your request.",
            "server_error",
            null,
            null);

    /** Returns an error without a parameter or a code. */
    public static ErrorDetails of(int status, String message) {
      return new ErrorDetails(status, message, typeOf(status), null, null);
    }

    /** Returns the error of {@code Fault.status}, which has no cause in the request. */
    public static ErrorDetails simulated(int status) {
      String message =
          "The simulated provider was configured to respond with status " + status + ".";
      return new ErrorDetails(status, message, typeOf(status), null, null);
    }

    private static String typeOf(int status) {
      return status < 500 ? "invalid_request_error" : "server_error";
    }
  }

  private final ErrorDetails error;

  private ApiError(ErrorDetails error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  private ApiError(int status, String message, @Nullable String parameter, @Nullable String code) {
    this(new ErrorDetails(status, message, ErrorDetails.typeOf(status), parameter, code));
  }

  /** Returns an exception with an error of any protocol. */
  public static ApiError of(ErrorDetails error) {
    return new ApiError(error);
  }

  /** Returns the error of a path that no protocol has. */
  public static ApiError unknownPath(String method, String path) {
    return new ApiError(
        404,
        "Unknown request URL: %s %s. Please check the URL for typos.".formatted(method, path),
        null,
        "unknown_url");
  }

  static ApiError unsupportedMethod(String allowed) {
    return new ApiError(
        405, "Only " + allowed + " requests are accepted.", null, "method_not_supported");
  }

  static ApiError malformedJson(String reason) {
    return new ApiError(
        400, "We could not parse the JSON body of your request: " + reason, null, null);
  }

  static ApiError missing(String parameter) {
    return new ApiError(
        400,
        "Missing required parameter: '" + parameter + "'.",
        parameter,
        "missing_required_parameter");
  }

  static ApiError invalid(String parameter, String reason) {
    return new ApiError(
        400, "Invalid value for '" + parameter + "': " + reason, parameter, "invalid_value");
  }

  static ApiError unsupported(String parameter) {
    return new ApiError(
        400,
        "Unsupported parameter: '" + parameter + "' is not supported with this model.",
        parameter,
        "unsupported_parameter");
  }

  static ApiError unsupportedFormat(String parameter, String type) {
    return new ApiError(
        400,
        "Invalid parameter: '%s' of type '%s' is not supported with this model."
            .formatted(parameter, type),
        null,
        null);
  }

  static ApiError unknownModel(String model) {
    return new ApiError(
        404,
        "The model `" + model + "` does not exist or you do not have access to it.",
        null,
        "model_not_found");
  }

  static ApiError schema(String parameter, String reason) {
    return new ApiError(
        400, "Invalid schema in '" + parameter + "': " + reason, parameter, "invalid_json_schema");
  }

  static ApiError unknownResponse(String id) {
    return new ApiError(404, "Response with id '%s' not found.".formatted(id), null, null);
  }

  static ApiError unpairedReasoning(String id) {
    return new ApiError(
        400,
        "Item '%s' of type 'reasoning' was provided without its required following item."
            .formatted(id),
        "input",
        null);
  }

  static ApiError missingReasoning(String id, String type, String reasoning) {
    return new ApiError(
        400,
        "Item '%s' of type '%s' was provided without its required 'reasoning' item: '%s'."
            .formatted(id, type, reasoning),
        "input",
        null);
  }

  static ApiError unverifiedReasoning(String id) {
    return new ApiError(
        400,
        "The encrypted content for item %s could not be verified.".formatted(id),
        null,
        "invalid_encrypted_content");
  }

  static ApiError internal(RuntimeException cause) {
    return new ApiError(500, "The simulated provider failed: " + cause, null, null);
  }

  static ApiError needsHttp2(InjectedFault fault) {
    return new ApiError(
        501,
        "The fault %s needs HTTP/2, but the request used HTTP/1.1: start the provider with tls(), and use a client that supports HTTP/2."
            .formatted(fault),
        null,
        null);
  }

  /** Returns the error. */
  public ErrorDetails error() {
    return error;
  }
}
