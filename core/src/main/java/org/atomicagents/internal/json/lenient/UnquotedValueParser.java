package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonLiterals;
import org.jspecify.annotations.Nullable;

/** Parses unquoted values: numbers, literals and words. */
final class UnquotedValueParser {
  private static final String AMBIGUOUS_END = "with an ambiguous end";
  private static final String AMBIGUOUS_ESCAPES = "with ambiguous backslashes";
  private static final String MISSING_VALUE = "in place of a value";
  private static final int GROUP_SIZE = 3;

  private final JsonCursor cursor;
  private final SourceText source;
  private final JsonLookahead lookahead;
  private final String text;

  UnquotedValueParser(JsonCursor cursor, JsonLookahead lookahead) {
    this.cursor = cursor;
    this.source = cursor.source;
    this.lookahead = lookahead;
    this.text = cursor.text;
  }

  /** Parses a number, a literal or words, up to the start of the next part of the JSON. */
  LenientValue.RawToken parse(ValuePosition role) {
    int start = cursor.position;
    boolean isProperty = role == ValuePosition.PROPERTY;
    String ambiguity = null;
    // Remains false, since a longer text is neither a number nor a literal then.
    boolean mayBeLiteral = true;
    int i = start;
    while (!source.isEnd(i)) {
      char c = text.charAt(i);
      if (c == ',' && isProperty && isDigitGroup(start, i)) {
        i++;
      } else if (c == ',' || JsonCharacters.isCloser(c) || JsonCharacters.isLineEnd(c)) {
        break;
      } else if (isComment(start, i)) {
        ambiguity = isNumberOrLiteral(start, i) ? ambiguity : AMBIGUOUS_END;
        break;
      } else if (c == '\\') {
        ambiguity = AMBIGUOUS_ESCAPES;
      } else if (startsNextPart(start, i, c, isProperty)) {
        if (mayBeLiteral && isNumberOrLiteral(start, i)) {
          break;
        }
        mayBeLiteral = false;
        ambiguity = AMBIGUOUS_END;
      }
      i++;
    }
    source.limits.addSteps(i - start + 1);
    if (!source.isEnd(i) && text.charAt(i) == ',' && !isEndedByComma(start, i, isProperty)) {
      ambiguity = AMBIGUOUS_END;
    }
    return createToken(start, i, ambiguity);
  }

  // A comma before a closer can belong to the words.
  private boolean isEndedByComma(int start, int comma, boolean isProperty) {
    if (isProperty && !lookahead.isValidAfterComma(comma, true)) {
      return false;
    }
    int next = source.skipSpaceAndComments(comma + 1);
    boolean isLast =
        source.isEnd(next)
            || JsonCharacters.isCloser(text.charAt(next))
            || text.charAt(next) == ',';
    return !(isLast || isCommentOnLine(comma + 1)) || isNumberOrLiteral(start, comma);
  }

  // An apparent comment can belong to the words.
  private boolean isCommentOnLine(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i < text.length() && source.isComment(i, false);
  }

  private boolean isNumberOrLiteral(int start, int limit) {
    return JsonLiterals.isNumberOrLiteral(text, start, trimmedEnd(start, limit));
  }

  private LenientValue.RawToken createToken(int start, int limit, @Nullable String ambiguity) {
    int end = trimmedEnd(start, limit);
    cursor.position = limit;
    source.limits.addPart();
    // White space ends a number, but not a text.
    boolean isClosed = limit < text.length() || (end < limit && isNumberOrLiteral(start, limit));
    boolean mayLoseSpace =
        !JsonLiterals.isValid(text, start, end)
            && (isNonJsonSpace(start - 1) || (end < limit && isNonJsonSpace(end)));
    if (mayLoseSpace || hasStrayPunctuation(start, end) || hasExtraSpaceBefore(start, end)) {
      return new LenientValue.RawToken(text, start, end, isClosed, AMBIGUOUS_END);
    }
    String finalAmbiguity = start == end || isEllipsis(end) ? MISSING_VALUE : ambiguity;
    return new LenientValue.RawToken(text, start, end, isClosed, finalAmbiguity);
  }

  private boolean hasStrayPunctuation(int start, int end) {
    return start < end
        && (text.charAt(start) == ':' || ":/#*=;(".indexOf(text.charAt(end - 1)) >= 0);
  }

  // Several spaces, or a comment, before the words can belong to them.
  private boolean hasExtraSpaceBefore(int start, int end) {
    int first = start;
    while (first > 0 && text.charAt(first - 1) == ' ') {
      first--;
    }
    char previous = text.charAt(Math.max(0, first - 1));
    return (start - first > 1 || previous == '/')
        && !JsonCharacters.isLineEnd(previous)
        && !JsonLiterals.isNumberOrLiteral(text, start, end);
  }

  // White space that JSON does not define can belong to the words.
  private boolean isNonJsonSpace(int i) {
    char c = text.charAt(i);
    return JsonCharacters.isSpace(c) && !JsonCharacters.isJsonSpace(c);
  }

  // Three dots stand for omitted content.
  private boolean isEllipsis(int end) {
    return text.startsWith("...", end - 3) || text.startsWith("…", end - 1);
  }

  private boolean startsNextPart(int start, int i, char c, boolean isProperty) {
    if (c == '{' || c == '[') {
      return true;
    }
    if (JsonCharacters.isQuote(c)) {
      return i == start || !isLetter(i - 1) || !isLetter(i + 1) || c == '"';
    }
    if (c == ':') {
      return isProperty && i + 1 < text.length() && JsonCharacters.isSpace(text.charAt(i + 1));
    }
    if (c == '=') {
      return isProperty && isBetweenSpaces(i);
    }
    return isProperty
        && i > start
        && JsonCharacters.isSpace(text.charAt(i - 1))
        && !JsonCharacters.isSpace(c)
        && lookahead.isUnquotedKey(i);
  }

  // As in: a, key = b
  private boolean isBetweenSpaces(int i) {
    return i + 1 < text.length()
        && JsonCharacters.isSpace(text.charAt(i - 1))
        && JsonCharacters.isSpace(text.charAt(i + 1));
  }

  private boolean isLetter(int i) {
    return i < text.length() && Character.isLetterOrDigit(text.charAt(i));
  }

  private boolean isComment(int start, int i) {
    return (i == start || JsonCharacters.isSpace(text.charAt(i - 1)))
        && source.isComment(i, i == start);
  }

  /** Returns whether a comma separates two groups of digits, rather than a number and a key. */
  private boolean isDigitGroup(int start, int comma) {
    int end = JsonLiterals.digitsEnd(text, comma + 1, text.length());
    if (end - comma - 1 != GROUP_SIZE || lookahead.isUnquotedKey(comma + 1)) {
      return false;
    }
    int first = comma;
    while (first > start && comma - first <= GROUP_SIZE && isDigit(first - 1)) {
      first--;
    }
    int size = comma - first;
    return size == GROUP_SIZE
        || (size > 0 && size < GROUP_SIZE && (first == start || text.charAt(first - 1) != ','));
  }

  private boolean isDigit(int i) {
    char c = text.charAt(i);
    return c >= '0' && c <= '9';
  }

  private int trimmedEnd(int start, int limit) {
    int end = limit;
    while (end > start && JsonCharacters.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
