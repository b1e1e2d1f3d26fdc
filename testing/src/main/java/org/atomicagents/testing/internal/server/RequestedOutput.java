package org.atomicagents.testing.internal.server;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The kind of output that a request asks for. */
public sealed interface RequestedOutput {

  /** Prose. */
  record PlainText() implements RequestedOutput {}

  /**
   * JSON in the text of the response.
   *
   * @param parameter the request parameter that contains the schema, for errors
   */
  record JsonOutput(JsonNode schema, String parameter) implements RequestedOutput {}

  /**
   * A call of one of these tools.
   *
   * @param isNamed whether the request names the tool; providers then finish with {@code stop}
   */
  record ToolInvocation(List<OfferedTool> tools, boolean isNamed) implements RequestedOutput {}

  /** A function that the model can call. */
  record OfferedTool(String name, JsonNode parameters) {
    static OfferedTool of(JsonNode function) {
      return new OfferedTool(
          function.path("name").asString(""), schema(function.path("parameters")));
    }
  }

  /**
   * Returns the output that a request asks for.
   *
   * @param instructions text of the system message, searched for a schema
   */
  static RequestedOutput of(JsonNode request, String instructions) {
    JsonNode choice = request.path("tool_choice");
    if (choice.isObject()) {
      return forcedTool(request, choice.path("function").path("name").asString(""));
    }
    if (choice.asString("").equals("required")) {
      return new ToolInvocation(tools(request), false);
    }
    JsonNode format = request.path("response_format");
    return ofFormat(format, format.path("json_schema"), "response_format", instructions);
  }

  /**
   * Returns the output of a response format.
   *
   * @param definition the object with the schema
   * @param parameter the name of the parameter, for errors
   */
  static RequestedOutput ofFormat(
      JsonNode format, JsonNode definition, String parameter, String instructions) {
    return switch (format.path("type").asString("text")) {
      case "json_schema" -> fromResponseFormat(definition, parameter);
      case "json_object" -> fromInstructions(instructions, new JsonOutput(anyObject(), parameter));
      case "text" -> fromInstructions(instructions, new PlainText());
      default ->
          throw ApiError.invalid(
              parameter + ".type", "expected 'json_schema', 'json_object' or 'text'.");
    };
  }

  private static RequestedOutput forcedTool(JsonNode request, String name) {
    return forcedTool(tools(request), name);
  }

  /** Returns the call of the tool that the request names. */
  static RequestedOutput forcedTool(List<OfferedTool> tools, String name) {
    List<OfferedTool> named = tools.stream().filter(t -> t.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw ApiError.invalid("tool_choice", "no tool is named '" + name + "'.");
    }
    return new ToolInvocation(named, true);
  }

  private static List<OfferedTool> tools(JsonNode request) {
    if (request.path("tools").isEmpty()) {
      throw ApiError.missing("tools");
    }
    return request.path("tools").values().stream()
        .map(tool -> tool.path("function"))
        .map(OfferedTool::of)
        .toList();
  }

  private static RequestedOutput fromResponseFormat(JsonNode definition, String parameter) {
    if (!definition.path("schema").isObject()) {
      throw ApiError.missing(
          parameter + (parameter.equals("response_format") ? ".json_schema" : "") + ".schema");
    }
    return new JsonOutput(definition.get("schema"), parameter);
  }

  private static RequestedOutput fromInstructions(String instructions, RequestedOutput fallback) {
    return PromptSchemaFinder.find(instructions)
        .<RequestedOutput>map(schema -> new JsonOutput(schema, "messages"))
        .orElse(fallback);
  }

  private static JsonNode schema(JsonNode parameters) {
    return parameters.isMissingNode() ? JsonNodeFactory.instance.objectNode() : parameters;
  }

  private static JsonNode anyObject() {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema.putObject("additionalProperties").put("type", "string");
    return schema;
  }
}
