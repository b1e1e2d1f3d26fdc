package org.atomicagents.internal.json.lenient;

import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonLiterals;
import org.jspecify.annotations.Nullable;

/** Reads what stands in the place of a value without quotes. */
final class UnquotedValueParser {
  private static final String AMBIGUOUS_END = "of which one can't say where it ends";
  private static final String AMBIGUOUS_ESCAPES = "with backslashes that may mean two things";
  private static final String MISSING_VALUE = "where a value belongs";
  private static final int GROUP_SIZE = 3;

  private final JsonCursor cursor;
  private final JsonLookahead lookahead;
  private final String text;

  UnquotedValueParser(JsonCursor in, JsonLookahead ahead) {
    this.cursor = in;
    this.lookahead = ahead;
    this.text = in.text;
  }

  /** Reads a number, a literal or words, up to where the next part of the JSON begins. */
  LenientValue.RawToken read(ValuePosition role) {
    int start = cursor.position;
    boolean member = role == ValuePosition.PROPERTY;
    String doubt = null;
    int i = start;
    while (!cursor.isEnd(i)) {
      char c = text.charAt(i);
      if (c == ',' && member && isDigitGroup(start, i)) {
        i++;
      } else if (c == ',' || JsonCharacters.isCloser(c) || JsonCharacters.isLineEnd(c)) {
        break;
      } else if (isComment(start, i)) {
        doubt = isNumberOrLiteral(start, i) ? doubt : AMBIGUOUS_END;
        break;
      } else if (c == '\\') {
        doubt = AMBIGUOUS_ESCAPES;
      } else if (startsNextPart(start, i, c, member)) {
        if (isNumberOrLiteral(start, i)) {
          break;
        }
        doubt = AMBIGUOUS_END;
      }
      i++;
    }
    if (!cursor.isEnd(i) && text.charAt(i) == ',' && !isEndedByComma(start, i, member)) {
      doubt = AMBIGUOUS_END;
    }
    return createToken(start, i, doubt);
  }

  // A comma before a closer may belong to the words.
  private boolean isEndedByComma(int start, int comma, boolean member) {
    if (member && !lookahead.isValidAfterComma(comma, true)) {
      return false;
    }
    int next = lookahead.skipSpaceAndComments(comma + 1);
    boolean last =
        cursor.isEnd(next)
            || JsonCharacters.isCloser(text.charAt(next))
            || text.charAt(next) == ',';
    return !(last || isCommentOnLine(comma + 1)) || isNumberOrLiteral(start, comma);
  }

  // What looks like a comment may belong to the words.
  private boolean isCommentOnLine(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i < text.length() && cursor.isComment(i, false);
  }

  private boolean isNumberOrLiteral(int start, int limit) {
    return JsonLiterals.isNumberOrLiteral(text, start, trimmedEnd(start, limit));
  }

  private LenientValue.RawToken createToken(int start, int limit, @Nullable String doubt) {
    int end = trimmedEnd(start, limit);
    cursor.position = limit;
    String value = text.substring(start, end);
    if (isNonJsonSpace(start - 1)
        || (end < limit && isNonJsonSpace(end))
        || hasStrayPunctuation(value)
        || hasExtraSpaceBefore(start, end)) {
      return new LenientValue.RawToken(
          value, start, end, List.of(), end < text.length(), AMBIGUOUS_END);
    }
    String unsure = value.isEmpty() || isEllipsis(value) ? MISSING_VALUE : doubt;
    return new LenientValue.RawToken(value, start, end, List.of(), end < text.length(), unsure);
  }

  private static boolean hasStrayPunctuation(String value) {
    return !value.isEmpty()
        && (value.charAt(0) == ':' || ":/#*=;(".indexOf(value.charAt(value.length() - 1)) >= 0);
  }

  // Of several spaces all but one may belong to the words, and so may a comment before them.
  private boolean hasExtraSpaceBefore(int start, int end) {
    int first = start;
    while (first > 0 && text.charAt(first - 1) == ' ') {
      first--;
    }
    char before = text.charAt(Math.max(0, first - 1));
    return (start - first > 1 || before == '/')
        && !JsonCharacters.isLineEnd(before)
        && !JsonLiterals.isNumberOrLiteral(text, start, end);
  }

  // A space that JSON doesn't know may belong to the words.
  private boolean isNonJsonSpace(int i) {
    char c = text.charAt(i);
    return JsonCharacters.isSpace(c) && !JsonCharacters.isJsonSpace(c);
  }

  // A model that writes three dots leaves something out.
  private static boolean isEllipsis(String value) {
    return value.endsWith("...") || value.endsWith("…");
  }

  private boolean startsNextPart(int start, int i, char c, boolean member) {
    if (c == '{' || c == '[') {
      return true;
    }
    if (JsonCharacters.isQuote(c)) {
      return i == start || !isLetter(i - 1) || !isLetter(i + 1) || c == '"';
    }
    if (c == ':') {
      return member && i + 1 < text.length() && JsonCharacters.isSpace(text.charAt(i + 1));
    }
    return member
        && i > start
        && JsonCharacters.isSpace(text.charAt(i - 1))
        && !JsonCharacters.isSpace(c)
        && lookahead.isBareKey(i);
  }

  private boolean isLetter(int i) {
    return i < text.length() && Character.isLetterOrDigit(text.charAt(i));
  }

  private boolean isComment(int start, int i) {
    return (i == start || JsonCharacters.isSpace(text.charAt(i - 1)))
        && cursor.isComment(i, i == start);
  }

  /** Whether a comma stands between two groups of digits, and not before a key. */
  private boolean isDigitGroup(int start, int comma) {
    int end = JsonLiterals.digitsEnd(text, comma + 1, text.length());
    if (end - comma - 1 != GROUP_SIZE || lookahead.isBareKey(comma + 1)) {
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
