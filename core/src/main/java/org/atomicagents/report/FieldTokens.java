package org.atomicagents.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringTokenizer;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.model.TokenCounter;
import tools.jackson.databind.JsonNode;

/**
 * The tokens of the fields of a JSON Schema, and their verbose descriptions.
 *
 * <p>Fields of a type that is referred to are counted once, under the name of the type.
 */
final class FieldTokens {
  private static final int MAX_WORDS = 20;
  private static final int MAX_DEPTH = 50;
  private static final Set<String> FILLERS = Set.of("the", "a", "an", "of", "its", "this", "is");

  private final TokenCounter counter;
  private final List<TokenShare> shares = new ArrayList<>();
  private final List<TokenFinding> findings = new ArrayList<>();

  private FieldTokens(TokenCounter counter) {
    this.counter = counter;
  }

  static FieldTokens of(String jsonSchema, TokenCounter counter) {
    JsonNode root = JsonTree.read(jsonSchema);
    var fields = new FieldTokens(counter);
    fields.checkDescription("$", "", root);
    fields.addSchema("$", root, 0);
    for (var definition : root.path("$defs").properties()) {
      fields.checkDescription(definition.getKey(), "", definition.getValue());
      fields.addSchema(definition.getKey(), definition.getValue(), 0);
    }
    return fields;
  }

  List<TokenShare> shares() {
    return shares;
  }

  List<TokenFinding> findings() {
    return findings;
  }

  private void addSchema(String path, JsonNode schema, int depth) {
    if (depth > MAX_DEPTH || !schema.isObject()) {
      return;
    }
    for (var property : schema.path("properties").properties()) {
      String name = property.getKey();
      JsonNode field = property.getValue();
      String fieldPath = path + "." + name;
      String text = JsonTree.write(JsonTree.text(name)) + ":" + JsonTree.write(field);
      shares.add(new TokenShare(fieldPath, counter.count(text)));
      checkDescription(fieldPath, name, field);
      addSchema(fieldPath, field, depth + 1);
    }
    addSchema(path + "[]", schema.path("items"), depth + 1);
    addSchema(path + "{}", schema.path("additionalProperties"), depth + 1);
    for (String union : List.of("anyOf", "oneOf", "allOf")) {
      schema.path(union).forEach(option -> addSchema(path, option, depth + 1));
    }
  }

  private void checkDescription(String path, String name, JsonNode schema) {
    String description = schema.path("description").asString("");
    List<String> words = words(description);
    if (words.size() > MAX_WORDS) {
      String shorter = String.join(" ", words.subList(0, MAX_WORDS));
      int saving = Math.max(1, counter.count(description) - counter.count(shorter));
      add(TokenFinding.Kind.VERBOSE_DESCRIPTION, path, description, saving);
    } else if (!words.isEmpty() && isRedundant(words, name)) {
      add(TokenFinding.Kind.REDUNDANT_DESCRIPTION, path, description, counter.count(description));
    }
  }

  private void add(TokenFinding.Kind kind, String path, String description, int tokens) {
    findings.add(new TokenFinding(kind, path, description, tokens));
  }

  private static boolean isRedundant(List<String> description, String name) {
    var known = new HashSet<>(FILLERS);
    known.addAll(words(name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ')));
    return !name.isEmpty() && known.containsAll(description);
  }

  private static List<String> words(String text) {
    var words = new ArrayList<String>();
    var tokens = new StringTokenizer(text.toLowerCase(Locale.ROOT), " \t\n\r.,;:()");
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return words;
  }
}
