package org.atomicagents.testing.internal.gemini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.server.RequestedOutput.OfferedTool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The functions of a request, and their checks.
 *
 * <p>Source: <a
 * href="https://ai.google.dev/api/caching#FunctionDeclaration">FunctionDeclaration</a> and <a
 * href="https://ai.google.dev/api/caching#FunctionCallingConfig">FunctionCallingConfig</a>.
 */
final class GeminiFunctions {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.:-]{0,127}");
  private static final Set<String> MODES = Set.of("AUTO", "ANY", "NONE", "VALIDATED");

  private GeminiFunctions() {}

  /** Throws Google's error if a function or the choice of functions is not accepted. */
  static void check(JsonNode tree) {
    var names = new HashSet<String>();
    for (JsonNode function : declarations(tree)) {
      checkFunction(function);
      String name = function.path("name").asString("");
      if (!names.add(name)) {
        throw GoogleErrors.invalid("Duplicate function declaration found: " + name);
      }
    }
    JsonNode choice = choice(tree);
    if (!MODES.contains(choice.path("mode").asString("AUTO"))) {
      throw GoogleErrors.invalid(
          "Invalid value at 'tool_config.function_calling_config.mode'"
              + " (type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig.Mode),"
              + " "
              + choice.get("mode"));
    }
    if (choice.path("allowedFunctionNames").isEmpty()) {
      return;
    }
    if (!Set.of("ANY", "VALIDATED").contains(choice.path("mode").asString("AUTO"))) {
      throw GoogleErrors.invalid(
          "Function calling config is set with allowed_function_names, but mode is not ANY or"
              + " VALIDATED.");
    }
    for (JsonNode name : choice.path("allowedFunctionNames")) {
      if (!names.contains(name.asString(""))) {
        throw GoogleErrors.invalid(
            "Function calling config has an allowed function name '%s' without a declaration."
                .formatted(name.asString("")));
      }
    }
  }

  private static void checkFunction(JsonNode function) {
    if (!NAME.matcher(function.path("name").asString("")).matches()) {
      throw GoogleErrors.invalid(
          "Invalid function name. Must start with a letter or an underscore. Must be alphanumeric"
              + " (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-), with a"
              + " maximum length of 128.");
    }
    if (function.has("parameters") && function.has("parametersJsonSchema")) {
      throw GoogleErrors.invalid(
          "Function '%s' has both parameters and parameters_json_schema."
              .formatted(function.path("name").asString("")));
    }
    if (!parameters(function).path("type").asString("object").equals("object")) {
      throw GoogleErrors.invalid(
          "Unable to submit request because `%s` functionDeclaration `parameters` schema should be of type OBJECT."
              .formatted(function.path("name").asString("")));
    }
  }

  static boolean areDeclared(JsonNode tree) {
    return !declarations(tree).isEmpty();
  }

  private static List<JsonNode> declarations(JsonNode tree) {
    var declarations = new ArrayList<JsonNode>();
    for (JsonNode tool : tree.path("tools")) {
      declarations.addAll(tool.path("functionDeclarations").values());
    }
    return declarations;
  }

  static JsonNode choice(JsonNode tree) {
    return tree.path("toolConfig").path("functionCallingConfig");
  }

  private static JsonNode parameters(JsonNode function) {
    if (function.has("parametersJsonSchema")) {
      return function.get("parametersJsonSchema");
    }
    return function.has("parameters")
        ? OpenApiSchema.toJsonSchema(function.get("parameters"))
        : JsonNodeFactory.instance.objectNode().put("type", "object");
  }

  /** Returns the functions that the model can call. */
  static List<OfferedTool> offered(JsonNode tree) {
    List<String> allowed =
        choice(tree).path("allowedFunctionNames").values().stream()
            .map(JsonNode::asString)
            .toList();
    return declarations(tree).stream()
        .filter(f -> allowed.isEmpty() || allowed.contains(f.path("name").asString("")))
        .map(f -> new OfferedTool(f.path("name").asString(""), parameters(f)))
        .toList();
  }
}
