package org.atomicagents.internal.schema.decode;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** The state of decoding one JSON text: the parser, violations and repairs. */
public final class DecodeContext {
  // Decoding a value takes about as long as examining so many characters.
  private static final int STEPS_PER_TOKEN = 20;

  public final JsonParser parser;
  private final String text;
  private final DecodeMode mode;
  private final @Nullable DiscriminatorKeys unionKeys;
  private final ReadingBudget budget;
  private @Nullable UnionLookahead lookahead;
  private @Nullable ViolationCollector constraintViolations;
  private @Nullable List<Violation> violations;
  private int unreportedCount;
  private @Nullable List<Repair> repairs;

  /** The handling of valid JSON that deviates from the type. */
  public enum DecodeMode {
    /** Every deviation is a violation. */
    STRICT,
    /**
     * Deviations are repaired and reported. Unknown keys are violations, because the repair has
     * already removed those that may be ignored.
     */
    REPAIRED,
    /** Deviations are repaired and reported. */
    LENIENT
  }

  /**
   * Creates the state for a text.
   *
   * @param unionKeys the discriminator keys of the type; null if they are not known yet
   */
  public DecodeContext(
      JsonParser parser, String text, DecodeMode mode, @Nullable DiscriminatorKeys unionKeys) {
    this(parser, text, mode, unionKeys, ReadingBudget.unlimited());
  }

  /**
   * Creates the state for a text.
   *
   * @param unionKeys the discriminator keys of the type; null if they are not known yet
   * @param budget counts the steps of the decoding; its checkpoint can end it
   */
  public DecodeContext(
      JsonParser parser,
      String text,
      DecodeMode mode,
      @Nullable DiscriminatorKeys unionKeys,
      ReadingBudget budget) {
    this.budget = budget;
    this.parser = parser;
    this.text = text;
    this.mode = mode;
    this.unionKeys = unionKeys;
  }

  /**
   * Enables constraint checks while decoding, so that violations have paths in the text, and
   * returns their collector.
   */
  public ViolationCollector enableConstraintChecks() {
    constraintViolations = new ViolationCollector(budget);
    return constraintViolations;
  }

  /** Returns the collector of constraint violations; null if constraints are not checked. */
  @Nullable
  public ViolationCollector constraintViolations() {
    return constraintViolations;
  }

  public int constraintViolationCount() {
    return constraintViolations == null ? 0 : constraintViolations.count();
  }

  /** Removes the constraint violations of a value that is dropped. */
  public void discardConstraintViolations(int from) {
    if (constraintViolations != null) {
      constraintViolations.discardSince(from);
    }
  }

  /** Returns the lookahead in the text. */
  public UnionLookahead lookahead() {
    if (lookahead == null) {
      lookahead = new UnionLookahead(text, unionKeys);
    }
    return lookahead;
  }

  /** Returns the offset of the current token in the text. */
  public int tokenOffset() {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  /** Skips the current value, whose key is unknown to the type. */
  public void skipUnknownKey() {
    if (mode == DecodeMode.LENIENT) {
      addRepair(Repair.Kind.EXTRA_KEY, "");
    } else {
      addViolation(path(), "no such key", describeToken());
    }
    parser.skipChildren();
  }

  /** Adds a repair of the current value, or a violation if the mode is strict. */
  public void repairOrReject(Repair.Kind kind, String expected, String after) {
    if (mode == DecodeMode.STRICT) {
      addViolation(path(), expected, describeToken());
    } else {
      addRepair(kind, after);
    }
  }

  private void addRepair(Repair.Kind kind, String after) {
    if (repairs == null) {
      repairs = new ArrayList<>();
    }
    if (repairs.size() < ViolationCollector.MAX_VIOLATIONS) {
      repairs.add(new Repair(path(), kind, describeToken(), after));
    }
  }

  public List<Repair> repairs() {
    return repairs == null ? List.of() : repairs;
  }

  @Nullable
  public JsonToken nextToken() {
    budget.addSteps(STEPS_PER_TOKEN);
    return parser.nextToken();
  }

  public boolean hasViolations() {
    return violations != null;
  }

  /** Returns the number of violations, including those that were not kept. */
  public int violationCount() {
    return violations == null ? 0 : violations.size() + unreportedCount;
  }

  private boolean isFull() {
    return violations != null && violations.size() >= ViolationCollector.MAX_VIOLATIONS;
  }

  public List<Violation> violations() {
    return violations == null ? List.of() : violations;
  }

  /** Adds a violation for the current token and skips its value. */
  public void reject(String expected) {
    if (isFull()) {
      unreportedCount++;
    } else {
      addViolation(path(), expected, describeToken());
    }
    parser.skipChildren();
  }

  public void addViolation(String path, String expected, String found) {
    if (violations == null) {
      violations = new ArrayList<>();
    }
    if (isFull()) {
      unreportedCount++;
      return;
    }
    violations.add(new Violation(path, expected, found));
  }

  /** Adds a violation if the text continues after the root value. */
  public void requireEnd() {
    if (parser.nextToken() != null) {
      addViolation("$", "no text after the JSON object", describeToken());
    }
  }

  /** Returns the path of the current token, as in {@code $.lines[2].sku}. */
  public String path() {
    var levels = new ArrayDeque<TokenStreamContext>();
    for (var level = parser.streamReadContext(); level != null; level = level.getParent()) {
      levels.push(level);
    }
    var path = new StringBuilder("$");
    for (TokenStreamContext level : levels) {
      appendStep(level, path);
    }
    return path.toString();
  }

  /**
   * Returns the path segment of a key: {@code .sku}, or {@code ["odd key"]} if it is not a word.
   */
  public static String pathSegment(String name) {
    return name.chars().allMatch(c -> c == '_' || c == '-' || Character.isLetterOrDigit(c))
        ? "." + name
        : "[" + JsonIo.quote(name) + "]";
  }

  /** Returns the violation for a text that is not valid JSON. */
  public static Violation syntaxViolation(JacksonException e, String text) {
    var location = e.getLocation();
    String position =
        location == null
            ? ""
            : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    return new Violation(
        "$",
        "a JSON object",
        (text.isBlank() ? "nothing" : ValueDescription.quote(text))
            + " ("
            + reason(e)
            + position
            + ")");
  }

  /** Returns the reason in words for a model, to which the messages of the parser mean nothing. */
  private static String reason(JacksonException e) {
    return switch (e) {
      case UnexpectedEndOfInputException ignored -> "the JSON is incomplete";
      case StreamConstraintsException ignored -> "the JSON is too large or too deeply nested";
      default -> "not valid JSON";
    };
  }

  private static void appendStep(TokenStreamContext context, StringBuilder path) {
    if (context.inObject() && context.hasCurrentName()) {
      path.append(pathSegment(context.currentName()));
    } else if (context.inArray() && context.hasCurrentIndex()) {
      path.append('[').append(context.getCurrentIndex()).append(']');
    }
  }

  /** Returns a short description of the current value. */
  public String describeToken() {
    return describeToken(parser);
  }

  static String describeToken(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case null -> "nothing";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> ValueDescription.quote(parser.getString());
      default -> ValueDescription.truncate(parser.getString());
    };
  }
}
