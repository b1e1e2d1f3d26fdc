package org.atomicagents.testing.internal.generate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Generates a value that satisfies a JSON Schema.
 *
 * <p>Candidates are generated at random and checked by a {@link SchemaValidator}; only valid ones
 * are returned. The same schema, topics and seed give the same value. For one value; not
 * thread-safe.
 */
public final class ValueGenerator implements MergedSchema.AlternativeChooser {
  private static final int MAX_TRIES = 60;
  private static final int MAX_ATTEMPTS = 20_000;
  private static final int MINIMAL_AFTER_DEPTH = 4;
  private static final int MINIMAL_AFTER_COUNT = 150;
  private static final int MAX_DEPTH = 60;

  private final RefResolver references;
  private final SchemaValidator validator;
  private final MinimumDepth minimumDepth;
  private final SeededRandom random;
  private final StringGenerator strings;
  private int attemptCount;
  private int valueCount;
  private int depth;
  private @Nullable UnsatisfiableSchemaException deepestFailure;

  private ValueGenerator(JsonNode schema, List<String> topics, long seed) {
    this.references = new RefResolver(schema);
    this.validator = new SchemaValidator(schema);
    this.minimumDepth = new MinimumDepth(references);
    this.random = new SeededRandom(seed);
    this.strings = new StringGenerator(random, new ProseGenerator(random, topics));
  }

  /**
   * Returns a value that satisfies the schema.
   *
   * @param topics words to use in texts
   * @throws UnsatisfiableSchemaException if none is found
   */
  public static JsonNode generate(JsonNode schema, List<String> topics, long seed) {
    return new ValueGenerator(schema, topics, seed).generateRoot(schema);
  }

  private JsonNode generateRoot(JsonNode schema) {
    try {
      return generate(List.of(schema), "#");
    } catch (UnsatisfiableSchemaException e) {
      throw deepestFailure == null ? e : deepestFailure;
    }
  }

  SeededRandom random() {
    return random;
  }

  /**
   * Returns whether only minimal values are generated, since the value is large or deep already.
   */
  boolean isMinimal() {
    return depth > MINIMAL_AFTER_DEPTH || valueCount > MINIMAL_AFTER_COUNT;
  }

  boolean accepts(List<JsonNode> schemas, JsonNode value) {
    return validator.accepts(schemas, value);
  }

  /** Returns a value that satisfies all of the schemas. */
  JsonNode generate(List<JsonNode> schemas, String path) {
    if (++depth > MAX_DEPTH) {
      depth--;
      throw recordFailure(new UnsatisfiableSchemaException(path, "every value has infinite depth"));
    }
    try {
      return generateValid(schemas, path);
    } finally {
      depth--;
    }
  }

  private JsonNode generateValid(List<JsonNode> schemas, String path) {
    UnsatisfiableSchemaException failure =
        new UnsatisfiableSchemaException(
            path, "none of " + MAX_TRIES + " generated values is valid");
    for (int i = 0; i < MAX_TRIES && attemptCount < MAX_ATTEMPTS; i++) {
      attemptCount++;
      try {
        JsonNode value = generateCandidate(schemas, path, i);
        if (validator.accepts(schemas, value)) {
          valueCount++;
          return value;
        }
      } catch (UnsatisfiableSchemaException e) {
        failure = e;
      }
    }
    throw recordFailure(failure);
  }

  private JsonNode generateCandidate(List<JsonNode> schemas, String path, int attempt) {
    MergedSchema merged = MergedSchema.of(schemas, path, references, this);
    List<JsonNode> allowed = merged.allowedValues();
    if (allowed != null) {
      List<JsonNode> valid =
          allowed.stream().filter(value -> validator.accepts(schemas, value)).toList();
      if (valid.isEmpty()) {
        throw new UnsatisfiableSchemaException(path, "none of its enumerated values is valid");
      }
      return random.oneOf(valid);
    }
    return switch (chooseType(merged.types())) {
      case NULL -> JsonNodes.NODES.nullNode();
      case BOOLEAN -> JsonNodes.NODES.booleanNode(random.chance(0.5));
      case INTEGER -> NumberGenerator.generate(merged, true, random);
      case NUMBER -> NumberGenerator.generate(merged, false, random);
      case STRING -> JsonNodes.NODES.stringNode(strings.generate(merged));
      case ARRAY -> new ArrayGenerator(this, merged).generate();
      case OBJECT -> new ObjectGenerator(this, merged, minimumDepth).generate(attempt);
    };
  }

  private JsonType chooseType(Set<JsonType> types) {
    boolean optional = types.contains(JsonType.NULL) && types.size() > 1;
    if (optional && (isMinimal() || random.chance(0.15))) {
      return JsonType.NULL;
    }
    List<JsonType> candidates =
        types.stream()
            .filter(type -> type != JsonType.NULL || !optional)
            .filter(type -> type != JsonType.INTEGER || !types.contains(JsonType.NUMBER))
            .toList();
    return random.oneOf(candidates);
  }

  @Override
  public JsonNode chooseAlternative(List<JsonNode> alternatives) {
    int minDepth = alternatives.stream().mapToInt(minimumDepth::minimumDepth).min().orElse(0);
    int maxDepth = isMinimal() ? minDepth : Math.max(minDepth, MinimumDepth.INFINITE - 1);
    return random.oneOf(
        alternatives.stream()
            .filter(alternative -> minimumDepth.minimumDepth(alternative) <= maxDepth)
            .toList());
  }

  @Override
  public boolean chooseCondition() {
    return random.chance(0.5);
  }

  /** Keeps the failure with the deepest path, since it is closest to the cause. */
  private UnsatisfiableSchemaException recordFailure(UnsatisfiableSchemaException failure) {
    if (deepestFailure == null || failure.path().length() > deepestFailure.path().length()) {
      deepestFailure = failure;
    }
    return failure;
  }
}
