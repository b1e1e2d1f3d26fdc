package org.atomicagents.testing.internal.generate;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Resolves {@code $ref} within one schema document. */
final class RefResolver {
  // Need the evaluation of the whole document; ignoring them would give invalid values.
  private static final List<String> UNSUPPORTED =
      List.of("$dynamicRef", "$recursiveRef", "unevaluatedProperties", "unevaluatedItems");

  private final JsonNode root;
  private final Map<String, JsonNode> anchors = new HashMap<>();

  RefResolver(JsonNode root) {
    this.root = root;
    collectAnchors(root);
  }

  JsonNode resolve(String reference) {
    JsonNode schema = find(reference);
    if (schema == null || !isSchema(schema)) {
      throw new UnsatisfiableSchemaException(
          "#", "$ref \"" + reference + "\" does not refer to a schema in this document");
    }
    return schema;
  }

  private @Nullable JsonNode find(String reference) {
    String base = root.path("$id").asString("");
    String local =
        !base.isEmpty() && reference.startsWith(base)
            ? reference.substring(base.length())
            : reference;
    if (local.isEmpty() || local.equals("#")) {
      return root;
    }
    if (!local.startsWith("#")) {
      return null;
    }
    String fragment =
        URLDecoder.decode(local.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    return fragment.startsWith("/") ? root.at(fragment) : anchors.get(fragment);
  }

  /**
   * Checks that a schema has no unsupported keyword.
   *
   * @throws UnsatisfiableSchemaException if it has one, or is no schema
   */
  static void requireSupported(JsonNode schema, String path) {
    for (String keyword : UNSUPPORTED) {
      JsonNode value = schema.path(keyword);
      boolean used = !value.isMissingNode() && !(value.isBoolean() && value.booleanValue());
      if (used) {
        throw new UnsatisfiableSchemaException(
            path, "the keyword " + keyword + " is not supported");
      }
    }
    if (!isSchema(schema)) {
      throw new UnsatisfiableSchemaException(
          path, "expected an object or a boolean, found " + schema);
    }
  }

  private static boolean isSchema(JsonNode node) {
    return node.isObject() || node.isBoolean();
  }

  private void collectAnchors(JsonNode node) {
    if (node.path("$anchor").isString()) {
      anchors.putIfAbsent(node.path("$anchor").stringValue(), node);
    }
    node.forEach(this::collectAnchors);
  }
}
