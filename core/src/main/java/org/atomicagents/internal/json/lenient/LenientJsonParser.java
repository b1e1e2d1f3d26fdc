package org.atomicagents.internal.json.lenient;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;
import org.jspecify.annotations.Nullable;

/** Reads one object or list that may depart from JSON, up to its end. */
final class LenientJsonParser {
  private static final String TRUNCATED = "that ends in the middle";
  private static final String UNREADABLE = "that can't be read";
  private static final int EXCERPT_LENGTH = 20;
  private static final String ABBREVIATED = "of which something was left out";
  private static final String COMMENTED_OUT = "of which something stands in a comment";
  // As in: # 5, "note": "n"
  private static final Pattern KEY_PATTERN =
      Pattern.compile("[\"'`”’]\\s*+:|,\\s*+[\\w$-]++\\s*+:");

  private final JsonCursor cursor;
  private boolean hasReportedLocation;
  private final JsonLookahead lookahead;
  private final QuotedStringParser quotedParser;
  private final UnquotedValueParser unquotedParser;
  private boolean failed;

  private LenientJsonParser(String text, int start, boolean valid, boolean tellsWhere) {
    this.cursor = new JsonCursor(text, start);
    this.hasReportedLocation = !tellsWhere;
    this.lookahead = new JsonLookahead(cursor);
    this.quotedParser = new QuotedStringParser(cursor, lookahead, valid);
    this.unquotedParser = new UnquotedValueParser(cursor, lookahead);
  }

  /**
   * A parser of the object or the list that begins there.
   *
   * @param tellsWhere whether it is told where something can't be read
   */
  static LenientJsonParser startingAt(String text, int start, boolean tellsWhere) {
    return new LenientJsonParser(text, start, JsonSyntaxChecker.end(text, start) > 0, tellsWhere);
  }

  /**
   * Reads the object or the list.
   *
   * @return null if it isn't one, but a bracket in prose
   * @throws JsonCursor.TooDeepException if it is nested too deep
   */
  @Nullable LenientValue read(boolean inProse) {
    int start = cursor.position;
    LenientValue value = parseValue(ValuePosition.STANDALONE);
    if (isProse(value, inProse)) {
      return null;
    }
    return failed ? BracketMatcher.withEnd(value, BracketMatcher.end(cursor.text, start)) : value;
  }

  /** How far into the text it was read. */
  int position() {
    return cursor.position;
  }

  /** Reads a text in quotes that begins there; null if it doesn't end with the text around it. */
  static LenientValue.@Nullable StringValue readText(String text, int start) {
    var parser = new LenientJsonParser(text, start, false, false);
    LenientValue.StringValue value = parser.quotedParser.read(ValuePosition.STANDALONE);
    return value.isClosed() ? value : null;
  }

  private static boolean isProse(LenientValue value, boolean prose) {
    return switch (value) {
      case LenientValue.ObjectValue members ->
          members.properties().isEmpty() && members.ambiguity() != null;
      case LenientValue.ArrayValue items -> prose && isProse(items);
      case LenientValue.StringValue ignored -> false;
      case LenientValue.RawToken ignored -> true;
    };
  }

  /** Whether there is nothing in a list but words, as in a reference: [see above]. */
  private static boolean isProse(LenientValue.ArrayValue items) {
    return !items.elements().isEmpty()
        && items.elements().stream()
            .allMatch(each ->
                each instanceof LenientValue.RawToken word
                    && (items.ambiguity() != null
                        || !items.isClosed()
                        || !JsonLiterals.isNumberOrLiteral(
                            word.value(), 0, word.value().length())));
  }

  private LenientValue parseValue(ValuePosition role) {
    char c = cursor.peek();
    if (c == '{') {
      return parseObject();
    }
    if (c == '[') {
      return parseArray();
    }
    return JsonCharacters.isQuote(c) ? quotedParser.read(role) : unquotedParser.read(role);
  }

  private LenientValue.ObjectValue parseObject() {
    var open = new ContainerBuilder(true);
    var all = new ArrayList<LenientValue.Property>();
    while (open.advance()) {
      LenientValue.Property member = parseProperty(open);
      if (member == null) {
        break;
      }
      all.add(member);
      open.recordPart();
    }
    return new LenientValue.ObjectValue(
        all, open.start, cursor.position, open.repairs, open.isClosed, open.complete());
  }

  private LenientValue.ArrayValue parseArray() {
    var open = new ContainerBuilder(false);
    var all = new ArrayList<LenientValue>();
    while (open.advance()) {
      LenientValue item = parseValue(ValuePosition.ITEM);
      open.addItem(all, item);
      open.recordPart();
    }
    return new LenientValue.ArrayValue(
        all, open.start, cursor.position, open.repairs, open.isClosed, open.complete());
  }

  private LenientValue.@Nullable Property parseProperty(ContainerBuilder open) {
    var mends = new ArrayList<SyntaxRepair>(0);
    int start = cursor.position;
    String key = parseKey(mends);
    cursor.skipSpaceAndComments(mends, false);
    if (key == null || cursor.isAtEnd() || cursor.peek() != ':') {
      open.ambiguity =
          cursor.isAtEnd() ? TRUNCATED : open.isProse() ? UNREADABLE : describeUnreadable(start);
      failed |= !cursor.isAtEnd();
      return null;
    }
    cursor.position++;
    cursor.skipSpaceAndComments(mends, true);
    if (hasKeyInComment(mends)) {
      open.ambiguity = COMMENTED_OUT;
    }
    if (cursor.isAtEnd()) {
      open.ambiguity = TRUNCATED;
      return null;
    }
    return new LenientValue.Property(key, mends, parseValue(ValuePosition.PROPERTY));
  }

  // There may be as many of these as brackets: where it is is told of the first one only.
  private String describeUnreadable(int from) {
    if (hasReportedLocation) {
      return UNREADABLE;
    }
    hasReportedLocation = true;
    int end = Math.min(cursor.text.length(), from + EXCERPT_LENGTH);
    boolean split = Character.isHighSurrogate(cursor.text.charAt(end - 1));
    return UNREADABLE + " at " + JsonIo.quote(cursor.text.substring(from, split ? end - 1 : end));
  }

  private boolean hasKeyInComment(List<SyntaxRepair> mends) {
    return mends.stream()
        .anyMatch(mend ->
            mend.kind() == SyntaxRepair.Kind.COMMENT
                && KEY_PATTERN.matcher(cursor.text).region(mend.start(), mend.end()).find());
  }

  private @Nullable String parseKey(List<SyntaxRepair> mends) {
    if (JsonCharacters.isQuote(cursor.peek())) {
      LenientValue.StringValue key = quotedParser.read(ValuePosition.KEY);
      mends.addAll(key.repairs());
      return key.ambiguity() == null && key.isClosed() ? key.value() : null;
    }
    int start = cursor.position;
    cursor.position = lookahead.bareKeyEnd(start);
    mends.add(new SyntaxRepair(SyntaxRepair.Kind.QUOTES, start, cursor.position));
    return cursor.position == start ? null : cursor.text.substring(start, cursor.position);
  }

  /** An object or a list that is being read. */
  private final class ContainerBuilder {
    final int start = cursor.position;
    final boolean isObject;
    final List<SyntaxRepair> repairs = new ArrayList<>(0);
    boolean isClosed;
    @Nullable String ambiguity;
    private boolean isEmpty = true;
    private boolean hasComma;

    ContainerBuilder(boolean object) {
      this.isObject = object;
      cursor.open(object);
      cursor.position++;
    }

    /** Whether an object in which nothing can be read is but a bracket in prose. */
    boolean isProse() {
      return isEmpty && cursor.depth() == 1;
    }

    void recordPart() {
      isEmpty = false;
      hasComma = false;
    }

    /** Goes to the next part; false if there is none. */
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

    // What closes it may have been taken for a part of the comment.
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

    /** Adds an item, or several where nothing but spaces stands between numbers. */
    void addItem(List<LenientValue> all, LenientValue item) {
      if (item instanceof LenientValue.RawToken word && word.value().indexOf(' ') > 0) {
        addTokens(all, word);
      } else {
        all.add(item);
      }
    }

    private void addTokens(List<LenientValue> all, LenientValue.RawToken words) {
      String[] parts = words.value().split(" +", -1);
      boolean plain = true;
      boolean groups = true;
      for (int i = 0; i < parts.length; i++) {
        plain &= JsonLiterals.isNumberOrLiteral(parts[i], 0, parts[i].length());
        groups &= i == 0 || parts[i].length() == 3;
      }
      if (!plain) {
        all.add(words);
        return;
      }
      ambiguity = groups ? "of which one can't say how many numbers it holds" : ambiguity;
      int at = words.start();
      for (String part : parts) {
        at = cursor.text.indexOf(part, at);
        int end = at + part.length();
        if (at > words.start()) {
          repairs.add(new SyntaxRepair(SyntaxRepair.Kind.COMMA, at, at));
        }
        boolean whole = end < words.end() || words.isClosed();
        all.add(new LenientValue.RawToken(part, at, end, List.of(), whole, words.ambiguity()));
        at = end;
      }
    }

    @Nullable String complete() {
      cursor.close();
      if (ambiguity == null && hasKeyInComment(repairs)) {
        ambiguity = COMMENTED_OUT;
      }
      for (SyntaxRepair mend : repairs) {
        if (!isObject && mend.kind() == SyntaxRepair.Kind.COMMENT && isEllipsis(mend)) {
          ambiguity = ABBREVIATED;
        }
      }
      return ambiguity;
    }

    // As in: // ... 8 more
    private boolean isEllipsis(SyntaxRepair comment) {
      String said = cursor.text.substring(comment.start(), comment.end());
      return said.contains("...") || said.contains("…");
    }
  }
}
