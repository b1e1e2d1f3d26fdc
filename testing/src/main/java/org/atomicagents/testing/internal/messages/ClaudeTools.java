package org.atomicagents.testing.internal.messages;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.server.RequestedOutput.OfferedTool;
import tools.jackson.databind.JsonNode;

/**
 * The tools of a request, and their checks.
 *
 * <p>Source: <a
 * href="https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools">Define
 * tools</a>. Tools that run at the provider are accepted, and never called.
 */
final class ClaudeTools {
  private static final Set<String> FIELDS =
      Set.of(
          "allowed_callers",
          "cache_control",
          "defer_loading",
          "description",
          "eager_input_streaming",
          "input_examples",
          "input_schema",
          "name",
          "strict",
          "type");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

  private ClaudeTools() {}

  /** Throws Anthropic's error if a tool or the choice of a tool is not accepted. */
  static void check(JsonNode tree, ClaudeFamily family) {
    JsonNode tools = tree.path("tools");
    var names = new HashSet<String>();
    for (int i = 0; i < tools.size(); i++) {
      if (isCustom(tools.get(i))) {
        checkTool(tools.get(i), "tools." + i + ".custom");
      }
      if (!names.add(tools.get(i).path("name").asString("tool " + i))) {
        throw AnthropicErrors.invalid("tools", "Tool names must be unique.");
      }
    }
    if (tree.has("tool_choice")) {
      checkChoice(tree, names, family);
    }
  }

  private static boolean isCustom(JsonNode tool) {
    return tool.path("type").asString("custom").equals("custom");
  }

  private static void checkTool(JsonNode tool, String path) {
    ClaudeFields.requireObject(tool, path);
    String name = ClaudeFields.requireText(tool, path, "name");
    if (!NAME.matcher(name).matches()) {
      throw AnthropicErrors.invalid(path + ".name", "String should match pattern '^" + NAME + "$'");
    }
    JsonNode schema = ClaudeFields.require(tool, path, "input_schema");
    ClaudeFields.allow(tool, path, FIELDS);
    ClaudeFields.require(schema, path + ".input_schema", "type");
    ClaudeFields.requireOneOf(schema, path + ".input_schema", "type", Set.of("object"));
    for (String union : List.of("oneOf", "allOf", "anyOf")) {
      if (schema.has(union)) {
        throw AnthropicErrors.invalid(
            path + ".input_schema",
            "input_schema does not support oneOf, allOf, or anyOf at the top level");
      }
    }
    if (tool.path("strict").asBoolean(false)) {
      ClaudeSchemaCheck.check(schema, path + ".input_schema");
    }
  }

  private static void checkChoice(JsonNode tree, Set<String> names, ClaudeFamily family) {
    JsonNode choice = tree.get("tool_choice");
    ClaudeFields.requireObject(choice, "tool_choice");
    String type = ClaudeFields.requireText(choice, "tool_choice", "type");
    ClaudeFields.requireOneOf(choice, "tool_choice", "type", Set.of("auto", "any", "tool", "none"));
    ClaudeFields.allow(choice, "tool_choice", Set.of("type", "name", "disable_parallel_tool_use"));
    if (names.isEmpty()) {
      throw AnthropicErrors.invalid(
          "tool_choice", "tool_choice may only be specified while providing tools");
    }
    if (type.equals("tool")
        && !names.contains(ClaudeFields.requireText(choice, "tool_choice.tool", "name"))) {
      throw AnthropicErrors.invalid(
          "tool_choice",
          "Tool '" + choice.path("name").asString("") + "' not found in provided tools");
    }
    if (Set.of("any", "tool").contains(type)) {
      if (family.alwaysThinks()) {
        throw AnthropicErrors.invalid(
            "tool_choice forces tool use is not compatible with this model.");
      }
      if (ClaudeParameters.thinks(tree)) {
        throw AnthropicErrors.invalid(
            "Thinking may not be enabled when tool_choice forces tool use.");
      }
    }
  }

  /** Returns the tools that the model can call, of any name or of this name only. */
  static List<OfferedTool> offered(JsonNode tree, String onlyName) {
    return tree.path("tools").values().stream()
        .filter(ClaudeTools::isCustom)
        .filter(tool -> onlyName.isEmpty() || tool.path("name").asString("").equals(onlyName))
        .map(tool -> new OfferedTool(tool.path("name").asString(""), tool.get("input_schema")))
        .toList();
  }
}
