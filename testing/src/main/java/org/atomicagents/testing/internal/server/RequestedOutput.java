package org.atomicagents.testing.internal.server;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The kind of output that a request asks for. */
sealed interface RequestedOutput {

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
  record OfferedTool(String name, JsonNode parameters) {}

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
    return switch (format.path("type").asString("text")) {
      case "json_schema" -> fromResponseFormat(format.path("json_schema"));
      case "json_object" ->
          fromInstructions(instructions, new JsonOutput(anyObject(), "response_format"));
      case "text" -> fromInstructions(instructions, new PlainText());
      default ->
          throw ApiError.invalid(
              "response_format.type", "expected 'json_schema', 'json_object' or 'text'.");
    };
  }

  private static RequestedOutput forcedTool(JsonNode request, String name) {
    List<OfferedTool> named = tools(request).stream().filter(t -> t.name().equals(name)).toList();
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
        .map(f -> new OfferedTool(f.path("name").asString(""), schema(f.path("parameters"))))
        .toList();
  }

  private static RequestedOutput fromResponseFormat(JsonNode format) {
    if (!format.path("schema").isObject()) {
      throw ApiError.missing("response_format.json_schema.schema");
    }
    return new JsonOutput(format.get("schema"), "response_format");
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
