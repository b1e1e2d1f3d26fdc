package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;
import org.jspecify.annotations.Nullable;

/**
 * A recursive-descent parser of one object or array that can deviate from JSON.
 *
 * <p>A deviation with one meaning is recorded as a {@link SyntaxRepair}; one with several makes the
 * value ambiguous, and parsing continues. It stops at text that cannot be parsed at all.
 */
final class LenientJsonParser {
  private static final String TRUNCATED = "that is truncated";
  private static final String UNREADABLE = "that can't be parsed";
  private static final int EXCERPT_LENGTH = 20;
  private static final String ABBREVIATED = "with elements left out";
  private static final String COMMENTED_OUT = "with a key in a comment";
  // As in: # 5, "note": "n"
  private static final Pattern KEY_PATTERN =
      Pattern.compile("[\"'`”’]\\s*+:|,\\s*+[\\w$-]++\\s*+:");

  private final JsonCursor cursor;
  private boolean hasReportedLocation;
  private final JsonLookahead lookahead;
  private final QuotedStringParser quotedParser;
  private final UnquotedValueParser unquotedParser;
  private boolean failed;

  private LenientJsonParser(String text, int start, boolean isValidJson, boolean reportsLocation) {
    this.cursor = new JsonCursor(text, start);
    this.hasReportedLocation = !reportsLocation;
    this.lookahead = new JsonLookahead(cursor);
    this.quotedParser = new QuotedStringParser(cursor, lookahead, isValidJson);
    this.unquotedParser = new UnquotedValueParser(cursor, lookahead);
  }

  /**
   * Returns a parser of the container that begins at {@code start}.
   *
   * @param reportsLocation whether the ambiguity of an unparsable container quotes the text there
   */
  static LenientJsonParser startingAt(String text, int start, boolean reportsLocation) {
    return new LenientJsonParser(
        text, start, JsonSyntaxChecker.findEnd(text, start) > 0, reportsLocation);
  }

  /**
   * Parses the container.
   *
   * @param inProse whether text precedes it, so that it can be a bracket in prose
   * @return the container; null if it is a bracket in prose
   * @throws JsonCursor.TooDeepException if the maximum nesting depth is exceeded
   */
  @Nullable LenientValue parse(boolean inProse) {
    int start = cursor.position;
    LenientValue value = parseValue(ValuePosition.STANDALONE);
    if (isProse(value, inProse)) {
      return null;
    }
    return failed ? BracketMatcher.withEnd(value, BracketMatcher.end(cursor.text, start)) : value;
  }

  /** Returns the position up to which the text was parsed. */
  int position() {
    return cursor.position;
  }

  /** Returns the string that begins at {@code start}; null if it is not closed. */
  static LenientValue.@Nullable StringValue parseString(String text, int start) {
    var parser = new LenientJsonParser(text, start, false, false);
    LenientValue.StringValue value = parser.quotedParser.parse(ValuePosition.STANDALONE);
    return value.isClosed() ? value : null;
  }

  private static boolean isProse(LenientValue value, boolean inProse) {
    return switch (value) {
      case LenientValue.ObjectValue object ->
          object.properties().isEmpty() && object.ambiguity() != null;
      case LenientValue.ArrayValue array -> inProse && isProse(array);
      case LenientValue.StringValue ignored -> false;
      case LenientValue.RawToken ignored -> true;
    };
  }

  /** Returns whether an array contains only words, as in a reference: [see above]. */
  private static boolean isProse(LenientValue.ArrayValue array) {
    return !array.elements().isEmpty()
        && array.elements().stream()
            .allMatch(element ->
                element instanceof LenientValue.RawToken token
                    && (array.ambiguity() != null
                        || !array.isClosed()
                        || !JsonLiterals.isNumberOrLiteral(
                            token.value(), 0, token.value().length())));
  }

  private LenientValue parseValue(ValuePosition role) {
    char c = cursor.peek();
    if (c == '{') {
      return parseObject();
    }
    if (c == '[') {
      return parseArray();
    }
    return JsonCharacters.isQuote(c) ? quotedParser.parse(role) : unquotedParser.parse(role);
  }

  private LenientValue.ObjectValue parseObject() {
    var container = new ContainerBuilder(true);
    var properties = new ArrayList<LenientValue.Property>();
    while (container.advance()) {
      LenientValue.Property property = parseProperty(container);
      if (property == null) {
        break;
      }
      properties.add(property);
      container.endPart();
    }
    return new LenientValue.ObjectValue(
        properties,
        container.start,
        cursor.position,
        container.repairs,
        container.isClosed,
        container.close());
  }

  private LenientValue.ArrayValue parseArray() {
    var container = new ContainerBuilder(false);
    var elements = new ArrayList<LenientValue>();
    while (container.advance()) {
      LenientValue element = parseValue(ValuePosition.ITEM);
      container.addElement(elements, element);
      container.endPart();
    }
    return new LenientValue.ArrayValue(
        elements,
        container.start,
        cursor.position,
        container.repairs,
        container.isClosed,
        container.close());
  }

  private LenientValue.@Nullable Property parseProperty(ContainerBuilder container) {
    var repairs = new ArrayList<SyntaxRepair>(0);
    int start = cursor.position;
    String key = parseKey(repairs);
    cursor.skipSpaceAndComments(repairs, false);
    if (key == null || cursor.isAtEnd() || cursor.peek() != ':') {
      container.ambiguity =
          cursor.isAtEnd()
              ? TRUNCATED
              : container.isProse() ? UNREADABLE : describeUnreadable(start);
      failed |= !cursor.isAtEnd();
      return null;
    }
    cursor.position++;
    cursor.skipSpaceAndComments(repairs, true);
    if (hasKeyInComment(repairs)) {
      container.ambiguity = COMMENTED_OUT;
    }
    if (cursor.isAtEnd()) {
      container.ambiguity = TRUNCATED;
      return null;
    }
    return new LenientValue.Property(key, repairs, parseValue(ValuePosition.PROPERTY));
  }

  // There can be as many of these as brackets: only the first one quotes the text.
  private String describeUnreadable(int from) {
    if (hasReportedLocation) {
      return UNREADABLE;
    }
    hasReportedLocation = true;
    int end = Math.min(cursor.text.length(), from + EXCERPT_LENGTH);
    boolean splitsPair = Character.isHighSurrogate(cursor.text.charAt(end - 1));
    return UNREADABLE
        + " at "
        + JsonIo.quote(cursor.text.substring(from, splitsPair ? end - 1 : end));
  }

  private boolean hasKeyInComment(List<SyntaxRepair> repairs) {
    return repairs.stream()
        .anyMatch(repair ->
            repair.kind() == SyntaxRepair.Kind.COMMENT
                && KEY_PATTERN.matcher(cursor.text).region(repair.start(), repair.end()).find());
  }

  private @Nullable String parseKey(List<SyntaxRepair> repairs) {
    if (JsonCharacters.isQuote(cursor.peek())) {
      LenientValue.StringValue key = quotedParser.parse(ValuePosition.KEY);
      repairs.addAll(key.repairs());
      return key.ambiguity() == null && key.isClosed() ? key.value() : null;
    }
    int start = cursor.position;
    cursor.position = lookahead.unquotedKeyEnd(start);
    repairs.add(new SyntaxRepair(SyntaxRepair.Kind.QUOTES, start, cursor.position));
    return cursor.position == start ? null : cursor.text.substring(start, cursor.position);
  }

  /** The state of a container that is being parsed. */
  private final class ContainerBuilder {
    final int start = cursor.position;
    final boolean isObject;
    final List<SyntaxRepair> repairs = new ArrayList<>(0);
    boolean isClosed;
    @Nullable String ambiguity;
    private boolean isEmpty = true;
    private boolean hasComma;

    ContainerBuilder(boolean isObject) {
      this.isObject = isObject;
      cursor.open(isObject);
      cursor.position++;
    }

    /** Returns whether an unparsable object can be a bracket in prose. */
    boolean isProse() {
      return isEmpty && cursor.depth() == 1;
    }

    void endPart() {
      isEmpty = false;
      hasComma = false;
    }

    /** Advances to the next property or element; returns false if there is none. */
    boolean advance() {
      while (!failed) {
        cursor.skipSpaceAndComments(repairs, !isObject);
        if (cursor.isAtEnd()) {
          ambiguity = hasComma || endsInComment() ? TRUNCATED : null;
          return repairMissingCloser();
        }
        char c = cursor.peek();
        if (c == ',') {
          acceptComma();
        } else if (JsonCharacters.isCloser(c)) {
          return acceptCloser(c);
        } else {
          if (!isEmpty && !hasComma) {
            repairs.add(
                new SyntaxRepair(SyntaxRepair.Kind.COMMA, cursor.position, cursor.position));
          }
          return true;
        }
      }
      return false;
    }

    // The closer may be part of the comment.
    private boolean endsInComment() {
      return !repairs.isEmpty()
          && repairs.getLast().kind() == SyntaxRepair.Kind.COMMENT
          && repairs.getLast().end() == cursor.text.length();
    }

    private void acceptComma() {
      if (isEmpty || hasComma) {
        repairs.add(
            new SyntaxRepair(SyntaxRepair.Kind.COMMA, cursor.position, cursor.position + 1));
      }
      hasComma = true;
      cursor.position++;
    }

    private boolean acceptCloser(char closer) {
      if (closer == (isObject ? '}' : ']')) {
        if (hasComma && !isEmpty) {
          repairs.add(new SyntaxRepair(SyntaxRepair.Kind.COMMA, cursor.position, cursor.position));
        }
        cursor.position++;
        isClosed = true;
      } else if (cursor.closesOuterContainer(closer) && !hasComma) {
        repairMissingCloser();
      } else {
        ambiguity = describeUnreadable(cursor.position);
        failed = true;
      }
      return false;
    }

    private boolean repairMissingCloser() {
      repairs.add(new SyntaxRepair(SyntaxRepair.Kind.CLOSED, cursor.position, cursor.position));
      return false;
    }

    /** Adds an element, or several if it consists of numbers separated by spaces. */
    void addElement(List<LenientValue> elements, LenientValue element) {
      if (element instanceof LenientValue.RawToken token && token.value().indexOf(' ') > 0) {
        addTokens(elements, token);
      } else {
        elements.add(element);
      }
    }

    private void addTokens(List<LenientValue> elements, LenientValue.RawToken token) {
      String[] parts = token.value().split(" +", -1);
      boolean allLiterals = true;
      boolean allDigitGroups = true;
      for (int i = 0; i < parts.length; i++) {
        allLiterals &= JsonLiterals.isNumberOrLiteral(parts[i], 0, parts[i].length());
        allDigitGroups &= i == 0 || parts[i].length() == 3;
      }
      if (!allLiterals) {
        elements.add(token);
        return;
      }
      ambiguity =
          allDigitGroups
              ? "with spaces that separate either numbers or groups of digits"
              : ambiguity;
      int position = token.start();
      for (String part : parts) {
        position = cursor.text.indexOf(part, position);
        int end = position + part.length();
        if (position > token.start()) {
          repairs.add(new SyntaxRepair(SyntaxRepair.Kind.COMMA, position, position));
        }
        boolean isClosed = end < token.end() || token.isClosed();
        elements.add(
            new LenientValue.RawToken(part, position, end, List.of(), isClosed, token.ambiguity()));
        position = end;
      }
    }

    /** Closes the container and returns its ambiguity; null if it is not ambiguous. */
    @Nullable String close() {
      cursor.close();
      if (ambiguity == null && hasKeyInComment(repairs)) {
        ambiguity = COMMENTED_OUT;
      }
      for (SyntaxRepair repair : repairs) {
        if (!isObject && repair.kind() == SyntaxRepair.Kind.COMMENT && isEllipsis(repair)) {
          ambiguity = ABBREVIATED;
        }
      }
      return ambiguity;
    }

    // As in: // ... 8 more
    private boolean isEllipsis(SyntaxRepair comment) {
      String commentText = cursor.text.substring(comment.start(), comment.end());
      return commentText.contains("...") || commentText.contains("…");
    }
  }
}
