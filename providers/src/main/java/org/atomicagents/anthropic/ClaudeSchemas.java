package org.atomicagents.anthropic;

import java.util.Set;
import java.util.regex.Pattern;
import org.atomicagents.internal.provider.SchemaSubset;
import tools.jackson.databind.JsonNode;

/**
 * The keywords of JSON Schema that the Messages API accepts in {@code output_config.format}.
 *
 * <p>Recursive schemas, and objects with arbitrary keys, cannot be expressed: the API rejects them,
 * and the next response mode is used. Source:
 * https://platform.claude.com/docs/en/build-with-claude/structured-outputs.
 */
final class ClaudeSchemas {
  private static final Set<String> KEYWORDS =
      Set.of(
          "$defs",
          "$ref",
          "additionalProperties",
          "allOf",
          "anyOf",
          "const",
          "default",
          "definitions",
          "description",
          "enum",
          "items",
          "properties",
          "required",
          "title",
          "type");
  private static final Set<String> FORMATS =
      Set.of(
          "date",
          "date-time",
          "duration",
          "email",
          "hostname",
          "ipv4",
          "ipv6",
          "time",
          "uri",
          "uuid");

  // Lookaround, references to groups, boundaries, classes of Unicode, and repetitions by number.
  private static final Pattern UNSUPPORTED_REGEX =
      Pattern.compile("\\(\\?(?!:)|\\\\[1-9bBkKpPAzZG]|\\{\\d|[*+?}][+?]");

  /** The accepted subset. */
  static final SchemaSubset SUBSET = new SchemaSubset(ClaudeSchemas::isAccepted, false, true);

  private ClaudeSchemas() {}

  private static boolean isAccepted(String keyword, JsonNode value) {
    return switch (keyword) {
      case "format" -> FORMATS.contains(value.asString(""));
      case "minItems" -> value.asInt(-1) == 0 || value.asInt(-1) == 1;
      case "pattern" -> !UNSUPPORTED_REGEX.matcher(value.asString("")).find();
      default -> KEYWORDS.contains(keyword);
    };
  }
}
