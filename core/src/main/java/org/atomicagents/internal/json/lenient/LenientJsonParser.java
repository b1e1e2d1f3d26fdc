package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;
import org.jspecify.annotations.Nullable;

/**
 * A recursive-descent parser of objects and arrays that can deviate from JSON.
 *
 * <p>A deviation with one meaning is recorded as a {@link SyntaxRepair}; one with several makes the
 * value ambiguous, and parsing continues. It stops at text that cannot be parsed at all.
 */
final class LenientJsonParser {
  private static final String TRUNCATED = "that is truncated";
  private static final String UNREADABLE = "that can't be parsed";
  private static final int EXCERPT_LENGTH = 20;
  private static final String COMMENTED_OUT = "with a key in a comment";
  // As in: # 5, "note": "n"
  private static final Pattern KEY_PATTERN =
      Pattern.compile("[\"'`”’]\\s*+:|,\\s*+[\\w$-]++\\s*+:");

  private final ParsingLimits limits;
  private final JsonSyntaxChecker syntaxChecker;
  private final JsonCursor cursor;
  private final JsonLookahead lookahead;
  private final QuotedStringParser quotedParser;
  private final UnquotedValueParser unquotedParser;
  private boolean hasReportedLocation;
  private boolean failed;

  /** Creates a parser of the containers of a text. */
  LenientJsonParser(SourceText source) {
    this.limits = source.limits;
    this.syntaxChecker = new JsonSyntaxChecker(source);
    this.cursor = new JsonCursor(source);
    this.lookahead = new JsonLookahead(cursor);
    this.quotedParser = new QuotedStringParser(cursor, lookahead);
    this.unquotedParser = new UnquotedValueParser(cursor, lookahead);
  }

  /**
   * Parses the container that begins at {@code start}.
   *
   * @param inProse whether text precedes it, so that it can be a bracket in prose
   * @param reportsLocation whether the ambiguity of an unparsable container quotes the text there
   * @return the container; null if it is a bracket in prose
   * @throws RejectedTextException if a limit is exceeded
   */
  @Nullable LenientValue parse(int start, boolean inProse, boolean reportsLocation) {
    cursor.restart(start, syntaxChecker.findEnd(start) > 0);
    failed = false;
    hasReportedLocation = !reportsLocation;
    LenientValue value = parseValue(ValuePosition.STANDALONE);
    if (isProse(value, inProse)) {
      return null;
    }
    return failed ? BracketMatcher.withEnd(value, BracketMatcher.end(cursor.source, start)) : value;
  }

  /** Returns the position up to which the text was parsed. */
  int position() {
    return cursor.position;
  }

  /** Returns the string that begins at {@code start}; null if it is not closed. */
  static LenientValue.@Nullable StringValue parseString(SourceText source, int start) {
    var parser = new LenientJsonParser(source);
    parser.cursor.restart(start, false);
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
                            token.source(), token.start(), token.end())));
  }

  private LenientValue parseValue(ValuePosition role) {
    char c = cursor.peek();
    limits.addPart();
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
        container.repairs.list(),
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
        container.repairs.list(),
        container.isClosed,
        container.close());
  }

  private LenientValue.@Nullable Property parseProperty(ContainerBuilder container) {
    var repairs = new RepairCollector(limits);
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
    if (hasKeyInComment(repairs.list())) {
      container.ambiguity = COMMENTED_OUT;
    }
    if (cursor.isAtEnd()) {
      container.ambiguity = TRUNCATED;
      return null;
    }
    limits.addPart();
    return new LenientValue.Property(key, repairs.list(), parseValue(ValuePosition.PROPERTY));
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
    for (SyntaxRepair repair : repairs) {
      if (repair.kind() == SyntaxRepair.Kind.COMMENT
          && KEY_PATTERN.matcher(cursor.text).region(repair.start(), repair.end()).find()) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String parseKey(RepairCollector repairs) {
    if (JsonCharacters.isQuote(cursor.peek())) {
      LenientValue.StringValue key = quotedParser.parse(ValuePosition.KEY);
      repairs.addAll(key.repairs());
      return key.ambiguity() == null && key.isClosed() ? key.value() : null;
    }
    int start = cursor.position;
    cursor.position = Math.max(lookahead.unquotedKeyEnd(start), lookahead.phraseKeyEnd(start));
    repairs.add(SyntaxRepair.Kind.QUOTES, start, cursor.position);
    return cursor.position == start ? null : cursor.text.substring(start, cursor.position);
  }

  /** The state of a container that is being parsed. */
  private final class ContainerBuilder {
    final int start = cursor.position;
    final boolean isObject;
    final RepairCollector repairs = new RepairCollector(limits);
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

    /** Returns whether there is a next property or element, after advancing to it. */
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
            repairs.add(SyntaxRepair.Kind.COMMA, cursor.position, cursor.position);
          }
          return true;
        }
      }
      return false;
    }

    // The closer may be part of the comment.
    private boolean endsInComment() {
      List<SyntaxRepair> found = repairs.list();
      return !found.isEmpty()
          && found.getLast().kind() == SyntaxRepair.Kind.COMMENT
          && found.getLast().end() == cursor.text.length();
    }

    private void acceptComma() {
      if (isEmpty || hasComma) {
        repairs.add(SyntaxRepair.Kind.COMMA, cursor.position, cursor.position + 1);
      }
      hasComma = true;
      cursor.position++;
    }

    private boolean acceptCloser(char closer) {
      if (closer == (isObject ? '}' : ']')) {
        if (hasComma && !isEmpty) {
          repairs.add(SyntaxRepair.Kind.COMMA, cursor.position, cursor.position);
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
      repairs.add(SyntaxRepair.Kind.CLOSED, cursor.position, cursor.position);
      return false;
    }

    /** Adds an element, or several if it consists of numbers separated by spaces. */
    void addElement(List<LenientValue> elements, LenientValue element) {
      if (element instanceof LenientValue.RawToken token && consistsOfLiterals(token)) {
        addLiterals(elements, token);
      } else {
        elements.add(element);
      }
    }

    private boolean consistsOfLiterals(LenientValue.RawToken token) {
      int from = token.start();
      int end = literalEnd(token, from);
      if (end == token.end()) {
        return false;
      }
      boolean allDigitGroups = true;
      while (JsonLiterals.isNumberOrLiteral(cursor.text, from, end)) {
        allDigitGroups &= from == token.start() || end - from == 3;
        if (end == token.end()) {
          ambiguity =
              allDigitGroups
                  ? "with spaces that separate either numbers or groups of digits"
                  : ambiguity;
          return true;
        }
        from = nextLiteral(token, end);
        end = literalEnd(token, from);
      }
      return false;
    }

    private int literalEnd(LenientValue.RawToken token, int from) {
      int end = cursor.text.indexOf(' ', from, token.end());
      return end < 0 ? token.end() : end;
    }

    private int nextLiteral(LenientValue.RawToken token, int from) {
      int i = from;
      while (i < token.end() && cursor.text.charAt(i) == ' ') {
        i++;
      }
      return i;
    }

    private void addLiterals(List<LenientValue> elements, LenientValue.RawToken token) {
      int from = token.start();
      while (from < token.end()) {
        if (from > token.start()) {
          limits.addPart();
          repairs.add(SyntaxRepair.Kind.COMMA, from, from);
        }
        int end = literalEnd(token, from);
        boolean isTokenClosed = end < token.end() || token.isClosed();
        elements.add(
            new LenientValue.RawToken(cursor.text, from, end, isTokenClosed, token.ambiguity()));
        from = nextLiteral(token, end);
      }
    }

    /** Returns the ambiguity of the container after closing it; null if it is not ambiguous. */
    @Nullable String close() {
      cursor.close();
      if (ambiguity == null && hasKeyInComment(repairs.list())) {
        ambiguity = COMMENTED_OUT;
      }
      return ambiguity;
    }
  }
}
