package org.atomicagents.internal.schema.jsonschema;

import java.util.regex.Pattern;
import org.atomicagents.internal.json.JsonTree;
import tools.jackson.databind.JsonNode;

/** The declaration of one property in a type definition. */
final class TypeDeclaration {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*+");

  private TypeDeclaration() {}

  /** Returns a declaration with its comment, which ends the first line of a nested object. */
  static String withComment(String declared, String separator, String comment) {
    if (comment.isEmpty()) {
      return declared + separator;
    }
    int end = declared.indexOf('\n');
    return end < 0
        ? declared + separator + " // " + comment
        : declared.substring(0, end) + " // " + comment + declared.substring(end) + separator;
  }

  /**
   * Returns a key in the notation of JSON, with a mark if neither null nor a default replaces it.
   *
   * @param isCompact whether quotation marks are omitted where the key is an identifier
   */
  static String key(String name, JsonNode property, JsonNode object, boolean isCompact) {
    boolean mustBePresent = property.has("default") || acceptsNull(property);
    for (JsonNode required : object.path("required")) {
      mustBePresent |= required.asString("").equals(name);
    }
    boolean isPlain = isCompact && IDENTIFIER.matcher(name).matches();
    return (isPlain ? name : JsonTree.write(JsonTree.text(name))) + (mustBePresent ? "" : "?");
  }

  private static boolean acceptsNull(JsonNode property) {
    JsonNode members = property.has("oneOf") ? property.path("oneOf") : property.path("anyOf");
    for (JsonNode member : members) {
      if (member.path("type").asString("").equals("null")) {
        return true;
      }
    }
    return false;
  }
}
