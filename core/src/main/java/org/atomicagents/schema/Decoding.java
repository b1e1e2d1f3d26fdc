package org.atomicagents.schema;

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
final class Decoding {
  final JsonParser parser;
  private final String text;
  private final Manner manner;
  private final @Nullable UnionKeys unionKeys;
  private @Nullable Ahead ahead;
  private @Nullable Findings checked;
  private @Nullable List<Violation> violations;
  private int untold;
  private @Nullable List<Repair> repairs;

  /** What is done about valid JSON that isn't quite of the type. */
  enum Manner {
    /** It is refused. */
    STRICT,
    /** It is read and reported, but for keys that the type doesn't know: those were left out. */
    MENDED,
    /** It is read and reported. */
    LENIENT
  }

  /**
   * A text that is about to be read.
   *
   * @param unionKeys those of the type that it is read as; null if they aren't known yet
   */
  Decoding(JsonParser parser, String text, Manner manner, @Nullable UnionKeys unionKeys) {
    this.parser = parser;
    this.text = text;
    this.manner = manner;
    this.unionKeys = unionKeys;
  }

  /** Lets constraints be checked in reading, so that what they find has its place in the text. */
  Findings checking() {
    checked = new Findings();
    return checked;
  }

  /** Where it is noted which constraints don't hold; null if that isn't asked. */
  @Nullable Findings checked() {
    return checked;
  }

  int checkedCount() {
    return checked == null ? 0 : checked.count();
  }

  /** Forgets what was checked of a value that is left out. */
  void uncheck(int from) {
    if (checked != null) {
      checked.forget(from);
    }
  }

  /** What stands further on in the text. */
  Ahead ahead() {
    if (ahead == null) {
      ahead = new Ahead(text, unionKeys);
    }
    return ahead;
  }

  /** Where in the text the current token begins. */
  int offset() {
    return (int) parser.currentTokenLocation().getCharOffset();
  }

  /** Passes over a key that the type doesn't know, whose value is current. */
  void unknownKey() {
    if (manner == Manner.LENIENT) {
      repaired(Repair.Kind.EXTRA_KEY, "");
    } else {
      add(path(), "no such key", found());
    }
    parser.skipChildren();
  }

  /** Notes that the current value is read as another, or refuses it. */
  void mend(Repair.Kind kind, String expected, String after) {
    if (manner == Manner.STRICT) {
      add(path(), expected, found());
    } else {
      repaired(kind, after);
    }
  }

  private void repaired(Repair.Kind kind, String after) {
    if (repairs == null) {
      repairs = new ArrayList<>();
    }
    if (repairs.size() < Findings.MAX_VIOLATIONS) {
      repairs.add(new Repair(path(), kind, found(), after));
    }
  }

  List<Repair> repairs() {
    return repairs == null ? List.of() : repairs;
  }

  @Nullable JsonToken nextToken() {
    return parser.nextToken();
  }

  boolean failed() {
    return violations != null;
  }

  int failures() {
    return violations == null ? 0 : violations.size() + untold;
  }

  /** Whether there are as many failures as anybody wants to read: further ones aren't told. */
  private boolean isFull() {
    return violations != null && violations.size() >= Findings.MAX_VIOLATIONS;
  }

  List<Violation> violations() {
    return violations == null ? List.of() : violations;
  }

  /** Notes that the current token isn't what was expected, and passes over its value. */
  void reject(String expected) {
    if (isFull()) {
      untold++;
    } else {
      add(path(), expected, found());
    }
    parser.skipChildren();
  }

  void add(String path, String expected, String found) {
    if (violations == null) {
      violations = new ArrayList<>();
    }
    if (isFull()) {
      untold++;
      return;
    }
    violations.add(new Violation(path, expected, found));
  }

  void requireEnd() {
    if (parser.nextToken() != null) {
      add("$", "nothing behind the JSON object", found());
    }
  }

  /** Where the parser stands, as in {@code $.lines[2].sku}. */
  String path() {
    var path = new StringBuilder("$");
    append(parser.streamReadContext(), path);
    return path.toString();
  }

  /** A key's part of a path, as in {@code .sku}, or {@code ["odd key"]} where that is no word. */
  static String segment(String name) {
    return name.chars().allMatch(c -> c == '_' || c == '-' || Character.isLetterOrDigit(c))
        ? "." + name
        : "[" + JsonIo.quote(name) + "]";
  }

  static Violation malformed(JacksonException e, String text) {
    var at = e.getLocation();
    String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new Violation(
        "$",
        "a JSON object",
        (text.isBlank() ? "nothing" : Found.text(text))
            + " ("
            + e.getOriginalMessage()
            + where
            + ")");
  }

  private static void append(TokenStreamContext context, StringBuilder path) {
    if (context.getParent() != null) {
      append(context.getParent(), path);
    }
    if (context.inObject() && context.hasCurrentName()) {
      path.append(segment(context.currentName()));
    } else if (context.inArray() && context.hasCurrentIndex()) {
      path.append('[').append(context.getCurrentIndex()).append(']');
    }
  }

  /** The current value in words. */
  String found() {
    return found(parser);
  }

  static String found(JsonParser parser) {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case null -> "nothing";
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> Found.text(parser.getString());
      default -> Found.shortened(parser.getString());
    };
  }
}
