package org.atomicagents.testing;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer that is an error, in the shape of OpenAI's API. */
public final class ProviderFault extends RuntimeException {
  /** What an error says of itself. */
  public record Told(
      int status, String message, String type, @Nullable String parameter, @Nullable String code) {
    public static final Told RATE_LIMITED =
        new Told(
            429,
            "Rate limit reached for requests. Please try again later.",
            "requests",
            null,
            "rate_limit_exceeded");

    public static final Told NO_QUOTA =
        new Told(
            429,
            "You exceeded your current quota, please check your plan and billing details.",
            "insufficient_quota",
            null,
            "insufficient_quota");

    /** An error that has no other cause than that it was asked for. */
    public static Told simulated(int status) {
      String message = "The simulated provider was told to answer with status " + status + ".";
      return new Told(status, message, typeOf(status), null, null);
    }

    ObjectNode body() {
      ObjectNode body = JsonNodeFactory.instance.objectNode();
      body.putObject("error")
          .put("message", message)
          .put("type", type)
          .put("param", parameter)
          .put("code", code);
      return body;
    }

    private static String typeOf(int status) {
      return status < 500 ? "invalid_request_error" : "server_error";
    }
  }

  private final Told told;

  private ProviderFault(
      int status, String message, @Nullable String parameter, @Nullable String code) {
    super(message, null, false, false);
    this.told = new Told(status, message, Told.typeOf(status), parameter, code);
  }

  static ProviderFault unknownPath(String method, String path) {
    return new ProviderFault(
        404,
        "Unknown request URL: %s %s. Please check the URL for typos.".formatted(method, path),
        null,
        "unknown_url");
  }

  static ProviderFault wrongMethod(String allowed) {
    return new ProviderFault(
        405, "Only " + allowed + " requests are accepted.", null, "method_not_supported");
  }

  static ProviderFault noKey() {
    return new ProviderFault(
        401,
        "You didn't provide an API key. Provide it in an Authorization header using Bearer auth.",
        null,
        null);
  }

  static ProviderFault wrongKey() {
    return new ProviderFault(401, "Incorrect API key provided.", null, "invalid_api_key");
  }

  static ProviderFault notJson(String why) {
    return new ProviderFault(
        400, "We could not parse the JSON body of your request: " + why, null, null);
  }

  static ProviderFault missing(String parameter) {
    return new ProviderFault(
        400,
        "Missing required parameter: '" + parameter + "'.",
        parameter,
        "missing_required_parameter");
  }

  static ProviderFault invalid(String parameter, String why) {
    return new ProviderFault(
        400, "Invalid value for '" + parameter + "': " + why, parameter, "invalid_value");
  }

  static ProviderFault unsupported(String parameter) {
    return new ProviderFault(
        400,
        "Unsupported parameter: '" + parameter + "' is not supported with this model.",
        parameter,
        "unsupported_parameter");
  }

  static ProviderFault unsupportedFormat(String type) {
    return new ProviderFault(
        400,
        "Invalid parameter: 'response_format' of type '%s' is not supported with this model."
            .formatted(type),
        null,
        null);
  }

  static ProviderFault unknownModel(String model) {
    return new ProviderFault(
        404,
        "The model `" + model + "` does not exist or you do not have access to it.",
        null,
        "model_not_found");
  }

  static ProviderFault schema(String parameter, String why) {
    return new ProviderFault(
        400, "Invalid schema in '" + parameter + "': " + why, parameter, "invalid_json_schema");
  }

  static ProviderFault internal(RuntimeException cause) {
    return new ProviderFault(500, "The simulated provider failed: " + cause, null, null);
  }

  static ProviderFault needsHttp2(InjectedFault fault) {
    return new ProviderFault(
        501,
        "The fault %s needs HTTP/2, and this request came by HTTP/1.1: start the provider with tls(), and use a client that speaks HTTP/2."
            .formatted(fault),
        null,
        null);
  }

  Told told() {
    return told;
  }
}
