package org.atomicagents.internal.schema.decode;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/** One JSON text on its way through the type tree, and what was found wrong with it so far. */
public final class DecodeContext {
  public final JsonParser parser;
  private final String text;
  private final DecodeMode mode;
  private final @Nullable DiscriminatorKeys unionKeys;
  private @Nullable UnionLookahead lookahead;
  private @Nullable ViolationCollector constraintViolations;
  private @Nullable List<Violation> violations;
  private int unreportedCount;
  private @Nullable List<Repair> repairs;

  /** What is done about valid JSON that isn't quite of the type. */
  public enum DecodeMode {
    /** It is refused. */
    STRICT,
    /** It is read and reported, but for keys that the type doesn't know: those were left out. */
    REPAIRED,
    /** It is read and reported. */
    LENIENT
  }

  /**
   * A text that is about to be read.
   *
   * @param unionKeys those of the type that it is read as; null if they aren't known yet
   */
  public DecodeContext(
      JsonParser parser, String text, DecodeMode manner, @Nullable DiscriminatorKeys unionKeys) {
    this.parser = parser;
    this.text = text;
    this.mode = manner;
    this.unionKeys = unionKeys;
  }

  /** Lets constraints be checked in reading, so that what they find has its place in the text. */
  public ViolationCollector enableConstraintChecks() {
    constraintViolations = new ViolationCollector();
    return constraintViolations;
  }

  /** Where it is noted which constraints don't hold; null if that isn't asked. */
  @Nullable
  public ViolationCollector constraintViolations() {
    return constraintViolations;
  }

  public int constraintViolationCount() {
    return constraintViolations == null ? 0 : constraintViolations.count();
  }

  /** Forgets what was checked of a value that is left out. */
  public void discardConstraintViolations(int from) {
    if (constraintViolations != null) {
      constraintViolations.discardSince(from);
    }
  }

  /** What stands further on in the text. */
  public UnionLookahead lookahead() {
    if (lookahead == null) {
      lookahead = new UnionLookahead(text, unionKeys);
    }
    return lookahead;
  }

  /** Where in the text the current token begins. */
  public int tokenOffset() {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  /** Passes over a key that the type doesn't know, whose value is current. */
  public void skipUnknownKey() {
    if (mode == DecodeMode.LENIENT) {
      addRepair(Repair.Kind.EXTRA_KEY, "");
    } else {
      addViolation(path(), "no such key", describeToken());
    }
    parser.skipChildren();
  }

  /** Notes that the current value is read as another, or refuses it. */
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
    return parser.nextToken();
  }

  public boolean hasViolations() {
    return violations != null;
  }

  public int violationCount() {
    return violations == null ? 0 : violations.size() + unreportedCount;
  }

  /** Whether there are as many failures as anybody wants to read: further ones aren't told. */
  private boolean isFull() {
    return violations != null && violations.size() >= ViolationCollector.MAX_VIOLATIONS;
  }

  public List<Violation> violations() {
    return violations == null ? List.of() : violations;
  }

  /** Notes that the current token isn't what was expected, and passes over its value. */
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

  public void requireEnd() {
    if (parser.nextToken() != null) {
      addViolation("$", "nothing behind the JSON object", describeToken());
    }
  }

  /** Where the parser stands, as in {@code $.lines[2].sku}. */
  public String path() {
    var path = new StringBuilder("$");
    appendPath(parser.streamReadContext(), path);
    return path.toString();
  }

  /** A key's part of a path, as in {@code .sku}, or {@code ["odd key"]} where that is no word. */
  public static String pathSegment(String name) {
    return name.chars().allMatch(c -> c == '_' || c == '-' || Character.isLetterOrDigit(c))
        ? "." + name
        : "[" + JsonIo.quote(name) + "]";
  }

  public static Violation syntaxViolation(JacksonException e, String text) {
    var at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new Violation(
        "$",
        "a JSON object",
        (text.isBlank() ? "nothing" : ValueDescription.quote(text))
            + " ("
            + e.getOriginalMessage()
            + where
            + ")");
  }

  private static void appendPath(TokenStreamContext context, StringBuilder path) {
    if (context.getParent() != null) {
      appendPath(context.getParent(), path);
    }
    if (context.inObject() && context.hasCurrentName()) {
      path.append(pathSegment(context.currentName()));
    } else if (context.inArray() && context.hasCurrentIndex()) {
      path.append('[').append(context.getCurrentIndex()).append(']');
    }
  }

  /** The current value in words. */
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
