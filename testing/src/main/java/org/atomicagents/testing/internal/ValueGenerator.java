package org.atomicagents.testing.internal;

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
public final class ValueGenerator implements Conjunction.Choice {
  private static final int TRIES = 60;
  private static final int MOST_DRAWS = 20_000;
  private static final int DEEP = 4;
  private static final int MANY = 150;
  private static final int DEEPEST = 60;

  private final References references;
  private final SchemaValidator validator;
  private final Heights heights;
  private final Draw draw;
  private final Texts texts;
  private int draws;
  private int made;
  private int depth;
  private @Nullable UnsatisfiableException deepest;

  private ValueGenerator(JsonNode schema, List<String> topics, long seed) {
    this.references = new References(schema);
    this.validator = new SchemaValidator(schema);
    this.heights = new Heights(references);
    this.draw = new Draw(seed);
    this.texts = new Texts(draw, new Prose(draw, topics));
  }

  /**
   * A value of the schema.
   *
   * @param topics words that texts take up
   * @throws UnsatisfiableException if none is found
   */
  public static JsonNode generate(JsonNode schema, List<String> topics, long seed) {
    return new ValueGenerator(schema, topics, seed).root(schema);
  }

  private JsonNode root(JsonNode schema) {
    try {
      return make(List.of(schema), "#");
    } catch (UnsatisfiableException e) {
      throw deepest == null ? e : deepest;
    }
  }

  Draw draw() {
    return draw;
  }

  /** Whether it is time to come to an end. */
  boolean isFrugal() {
    return depth > DEEP || made > MANY;
  }

  boolean accepts(List<JsonNode> schemas, JsonNode value) {
    return validator.accepts(schemas, value);
  }

  /** A value that satisfies all of the schemas. */
  JsonNode make(List<JsonNode> schemas, String path) {
    if (++depth > DEEPEST) {
      depth--;
      throw failed(new UnsatisfiableException(path, "every value of it is endlessly deep"));
    }
    try {
      return tryToMake(schemas, path);
    } finally {
      depth--;
    }
  }

  private JsonNode tryToMake(List<JsonNode> schemas, String path) {
    UnsatisfiableException failure =
        new UnsatisfiableException(
            path, "what was drawn in " + TRIES + " tries broke a rule of it");
    for (int i = 0; i < TRIES && draws < MOST_DRAWS; i++) {
      draws++;
      try {
        JsonNode value = drawOnce(schemas, path, i);
        if (validator.accepts(schemas, value)) {
          made++;
          return value;
        }
      } catch (UnsatisfiableException e) {
        failure = e;
      }
    }
    throw failed(failure);
  }

  private JsonNode drawOnce(List<JsonNode> schemas, String path, int attempt) {
    Conjunction all = Conjunction.of(schemas, path, references, this);
    List<JsonNode> named = all.named();
    if (named != null) {
      List<JsonNode> fitting =
          named.stream().filter(value -> validator.accepts(schemas, value)).toList();
      if (fitting.isEmpty()) {
        throw new UnsatisfiableException(path, "none of the values named in it fits the rest");
      }
      return draw.oneOf(fitting);
    }
    return switch (pick(all.types())) {
      case NULL -> Json.NODES.nullNode();
      case BOOLEAN -> Json.NODES.booleanNode(draw.chance(0.5));
      case INTEGER -> Numbers.draw(all, true, draw);
      case NUMBER -> Numbers.draw(all, false, draw);
      case STRING -> Json.NODES.stringNode(texts.draw(all));
      case ARRAY -> new ArrayMaker(this, all).make();
      case OBJECT -> new ObjectMaker(this, all, heights).make(attempt);
    };
  }

  private Type pick(Set<Type> types) {
    boolean optional = types.contains(Type.NULL) && types.size() > 1;
    if (optional && (isFrugal() || draw.chance(0.15))) {
      return Type.NULL;
    }
    List<Type> candidates =
        types.stream()
            .filter(type -> type != Type.NULL || !optional)
            .filter(type -> type != Type.INTEGER || !types.contains(Type.NUMBER))
            .toList();
    return draw.oneOf(candidates);
  }

  @Override
  public JsonNode among(List<JsonNode> alternatives) {
    int lowest = alternatives.stream().mapToInt(heights::of).min().orElse(0);
    int highest = isFrugal() ? lowest : Math.max(lowest, Heights.ENDLESS - 1);
    return draw.oneOf(alternatives.stream().filter(each -> heights.of(each) <= highest).toList());
  }

  @Override
  public boolean holds() {
    return draw.chance(0.5);
  }

  /** Keeps the failure that lies deepest in the value: it says most about the cause. */
  private UnsatisfiableException failed(UnsatisfiableException failure) {
    if (deepest == null || failure.path().length() > deepest.path().length()) {
      deepest = failure;
    }
    return failure;
  }
}
