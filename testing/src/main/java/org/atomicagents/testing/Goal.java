package org.atomicagents.testing;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a request wants as its answer. */
sealed interface Goal {

  /** Words. */
  record Words() implements Goal {}

  /**
   * JSON in the answer's text.
   *
   * @param parameter where the request has the schema, for errors
   */
  record JsonText(JsonNode schema, String parameter) implements Goal {}

  /**
   * A call of one of these tools.
   *
   * @param named whether the request names the tool; providers then finish with {@code stop}
   */
  record Call(List<Tool> tools, boolean named) implements Goal {}

  /** A function that can be called. */
  record Tool(String name, JsonNode parameters) {}

  /** Reads it off a request. */
  static Goal of(JsonNode request, String instructions) {
    JsonNode choice = request.path("tool_choice");
    if (choice.isObject()) {
      return named(request, choice.path("function").path("name").asString(""));
    }
    if (choice.asString("").equals("required")) {
      return new Call(tools(request), false);
    }
    JsonNode format = request.path("response_format");
    return switch (format.path("type").asString("text")) {
      case "json_schema" -> held(format.path("json_schema"));
      case "json_object" -> told(instructions, new JsonText(anyObject(), "response_format"));
      case "text" -> told(instructions, new Words());
      default ->
          throw ProviderFault.invalid(
              "response_format.type", "expected 'json_schema', 'json_object' or 'text'.");
    };
  }

  private static Goal named(JsonNode request, String name) {
    List<Tool> called = tools(request).stream().filter(t -> t.name().equals(name)).toList();
    if (called.isEmpty()) {
      throw ProviderFault.invalid("tool_choice", "no tool is named '" + name + "'.");
    }
    return new Call(called, true);
  }

  private static List<Tool> tools(JsonNode request) {
    if (request.path("tools").isEmpty()) {
      throw ProviderFault.missing("tools");
    }
    return request.path("tools").values().stream()
        .map(tool -> tool.path("function"))
        .map(f -> new Tool(f.path("name").asString(""), schema(f.path("parameters"))))
        .toList();
  }

  private static Goal held(JsonNode told) {
    if (!told.path("schema").isObject()) {
      throw ProviderFault.missing("response_format.json_schema.schema");
    }
    return new JsonText(told.get("schema"), "response_format");
  }

  private static Goal told(String instructions, Goal otherwise) {
    return ToldSchema.find(instructions)
        .<Goal>map(schema -> new JsonText(schema, "messages"))
        .orElse(otherwise);
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
