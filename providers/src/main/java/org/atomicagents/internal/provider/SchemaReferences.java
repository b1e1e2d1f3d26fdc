package org.atomicagents.internal.provider;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The references between the definitions of a JSON Schema. */
final class SchemaReferences {
  /** The name of the schema outside of its definitions. */
  static final String ROOT = "#";

  private final Map<String, Set<String>> targets = new HashMap<>();
  private final Map<String, Set<String>> reachable = new HashMap<>();

  SchemaReferences(JsonNode root) {
    collect(root, ROOT);
  }

  private void collect(JsonNode node, String definition) {
    JsonNode reference = node.path("$ref");
    if (reference.isString()) {
      targets
          .computeIfAbsent(definition, name -> new HashSet<>())
          .add(definitionOf(reference.stringValue()));
    }
    for (var member : node.properties()) {
      switch (member.getKey()) {
        case "$defs", "definitions" ->
            member.getValue().properties().forEach(e -> collect(e.getValue(), e.getKey()));
        case "properties" ->
            member.getValue().properties().forEach(e -> collect(e.getValue(), definition));
        default -> collect(member.getValue(), definition);
      }
    }
    if (node.isArray()) {
      node.forEach(item -> collect(item, definition));
    }
  }

  /**
   * Returns whether a property refers back to the definition that contains it, directly or through
   * other definitions. The properties of an object inside of it are not considered.
   */
  boolean leadsBack(JsonNode schema, String definition) {
    var nested = new HashSet<String>();
    addReferences(schema, nested);
    for (String name : nested) {
      if (name.equals(definition) || reachableFrom(name).contains(definition)) {
        return true;
      }
    }
    return false;
  }

  private static void addReferences(JsonNode schema, Set<String> names) {
    JsonNode reference = schema.path("$ref");
    if (reference.isString()) {
      names.add(definitionOf(reference.stringValue()));
    }
    for (var member : schema.properties()) {
      if (!member.getKey().equals("properties")) {
        addReferences(member.getValue(), names);
      }
    }
    if (schema.isArray()) {
      schema.forEach(item -> addReferences(item, names));
    }
  }

  private Set<String> reachableFrom(String definition) {
    Set<String> known = reachable.get(definition);
    if (known != null) {
      return known;
    }
    var found = new HashSet<String>();
    var pending = new ArrayDeque<>(targets.getOrDefault(definition, Set.of()));
    while (!pending.isEmpty()) {
      String next = pending.pop();
      if (found.add(next)) {
        pending.addAll(targets.getOrDefault(next, Set.of()));
      }
    }
    reachable.put(definition, found);
    return found;
  }

  private static String definitionOf(String reference) {
    return reference.startsWith("#/") ? reference.substring(reference.lastIndexOf('/') + 1) : ROOT;
  }
}
