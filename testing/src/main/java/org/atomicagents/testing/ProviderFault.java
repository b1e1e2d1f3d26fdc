package org.atomicagents.testing;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer that is an error, in the shape of OpenAI's API. */
final class ProviderFault extends RuntimeException {
  private final int status;
  private final @Nullable String parameter;
  private final @Nullable String code;

  private ProviderFault(
      int status, String message, @Nullable String parameter, @Nullable String code) {
    super(message, null, false, false);
    this.status = status;
    this.parameter = parameter;
    this.code = code;
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

  int status() {
    return status;
  }

  ObjectNode body() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error")
        .put("message", getMessage())
        .put("type", status < 500 ? "invalid_request_error" : "server_error")
        .put("param", parameter)
        .put("code", code);
    return body;
  }
}
