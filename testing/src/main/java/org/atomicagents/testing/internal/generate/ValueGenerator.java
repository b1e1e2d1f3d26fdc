package org.atomicagents.testing.internal.generate;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes up one value that satisfies a schema: draws what looks right, and answers only what its
 * validator accepts.
 *
 * <p>For one value; not thread-safe. The same schema, topics and seed give the same value.
 */
public final class ValueGenerator implements MergedSchema.AlternativeChooser {
  private static final int TRIES = 60;
  private static final int MAX_ATTEMPTS = 20_000;
  private static final int FRUGAL_DEPTH = 4;
  private static final int FRUGAL_COUNT = 150;
  private static final int MAX_DEPTH = 60;

  private final RefResolver references;
  private final SchemaValidator validator;
  private final MinimumDepth heights;
  private final SeededRandom draw;
  private final StringGenerator texts;
  private int attemptCount;
  private int valueCount;
  private int depth;
  private @Nullable UnsatisfiableSchemaException deepestFailure;

  private ValueGenerator(JsonNode schema, List<String> topics, long seed) {
    this.references = new RefResolver(schema);
    this.validator = new SchemaValidator(schema);
    this.heights = new MinimumDepth(references);
    this.draw = new SeededRandom(seed);
    this.texts = new StringGenerator(draw, new ProseGenerator(draw, topics));
  }

  /**
   * A value of the schema.
   *
   * @param topics words that texts take up
   * @throws UnsatisfiableSchemaException if none is found
   */
  public static JsonNode generate(JsonNode schema, List<String> topics, long seed) {
    return new ValueGenerator(schema, topics, seed).generateRoot(schema);
  }

  private JsonNode generateRoot(JsonNode schema) {
    try {
      return make(List.of(schema), "#");
    } catch (UnsatisfiableSchemaException e) {
      throw deepestFailure == null ? e : deepestFailure;
    }
  }

  SeededRandom draw() {
    return draw;
  }

  /** Whether it is time to come to an end. */
  boolean isFrugal() {
    return depth > FRUGAL_DEPTH || valueCount > FRUGAL_COUNT;
  }

  boolean accepts(List<JsonNode> schemas, JsonNode value) {
    return validator.accepts(schemas, value);
  }

  /** A value that satisfies all of the schemas. */
  JsonNode make(List<JsonNode> schemas, String path) {
    if (++depth > MAX_DEPTH) {
      depth--;
      throw recordFailure(
          new UnsatisfiableSchemaException(path, "every value of it is endlessly deep"));
    }
    try {
      return tryToMake(schemas, path);
    } finally {
      depth--;
    }
  }

  private JsonNode tryToMake(List<JsonNode> schemas, String path) {
    UnsatisfiableSchemaException failure =
        new UnsatisfiableSchemaException(
            path, "what was drawn in " + TRIES + " tries broke a rule of it");
    for (int i = 0; i < TRIES && attemptCount < MAX_ATTEMPTS; i++) {
      attemptCount++;
      try {
        JsonNode value = drawOnce(schemas, path, i);
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

  private JsonNode drawOnce(List<JsonNode> schemas, String path, int attempt) {
    MergedSchema all = MergedSchema.of(schemas, path, references, this);
    List<JsonNode> named = all.allowedValues();
    if (named != null) {
      List<JsonNode> fitting =
          named.stream().filter(value -> validator.accepts(schemas, value)).toList();
      if (fitting.isEmpty()) {
        throw new UnsatisfiableSchemaException(
            path, "none of the values named in it fits the rest");
      }
      return draw.oneOf(fitting);
    }
    return switch (chooseType(all.types())) {
      case NULL -> JsonNodes.NODES.nullNode();
      case BOOLEAN -> JsonNodes.NODES.booleanNode(draw.chance(0.5));
      case INTEGER -> NumberGenerator.generate(all, true, draw);
      case NUMBER -> NumberGenerator.generate(all, false, draw);
      case STRING -> JsonNodes.NODES.stringNode(texts.draw(all));
      case ARRAY -> new ArrayGenerator(this, all).make();
      case OBJECT -> new ObjectGenerator(this, all, heights).make(attempt);
    };
  }

  private JsonType chooseType(Set<JsonType> types) {
    boolean optional = types.contains(JsonType.NULL) && types.size() > 1;
    if (optional && (isFrugal() || draw.chance(0.15))) {
      return JsonType.NULL;
    }
    List<JsonType> candidates =
        types.stream()
            .filter(type -> type != JsonType.NULL || !optional)
            .filter(type -> type != JsonType.INTEGER || !types.contains(JsonType.NUMBER))
            .toList();
    return draw.oneOf(candidates);
  }

  @Override
  public JsonNode chooseAlternative(List<JsonNode> alternatives) {
    int lowest = alternatives.stream().mapToInt(heights::minimumDepth).min().orElse(0);
    int highest = isFrugal() ? lowest : Math.max(lowest, MinimumDepth.ENDLESS - 1);
    return draw.oneOf(
        alternatives.stream().filter(each -> heights.minimumDepth(each) <= highest).toList());
  }

  @Override
  public boolean chooseCondition() {
    return draw.chance(0.5);
  }

  /** Keeps the failure that lies deepest in the value: it says most about the cause. */
  private UnsatisfiableSchemaException recordFailure(UnsatisfiableSchemaException failure) {
    if (deepestFailure == null || failure.path().length() > deepestFailure.path().length()) {
      deepestFailure = failure;
    }
    return failure;
  }
}
