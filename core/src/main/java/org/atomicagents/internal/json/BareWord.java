package org.atomicagents.internal.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands in the place of a value without quotes. */
final class BareWord {
  private static final String UNSURE = "of which one can't say where it ends";
  private static final String ESCAPED = "with backslashes that may mean two things";
  private static final String LEFT_OUT = "where a value belongs";
  private static final int GROUP = 3;

  private final Cursor in;
  private final Ahead ahead;
  private final String text;

  BareWord(Cursor in, Ahead ahead) {
    this.in = in;
    this.ahead = ahead;
    this.text = in.text;
  }

  /** Reads a number, a literal or words, up to where the next part of the JSON begins. */
  LooseValue.Word read(Role role) {
    int start = in.at;
    boolean member = role == Role.MEMBER;
    String doubt = null;
    int i = start;
    while (!in.isEnd(i)) {
      char c = text.charAt(i);
      if (c == ',' && member && isGroup(start, i)) {
        i++;
      } else if (c == ',' || Marks.isCloser(c) || Marks.isLineEnd(c)) {
        break;
      } else if (isComment(start, i)) {
        doubt = isPlain(start, i) ? doubt : UNSURE;
        break;
      } else if (c == '\\') {
        doubt = ESCAPED;
      } else if (startsNext(start, i, c, member)) {
        if (isPlain(start, i)) {
          break;
        }
        doubt = UNSURE;
      }
      i++;
    }
    if (!in.isEnd(i) && text.charAt(i) == ',' && !isEndedByComma(start, i, member)) {
      doubt = UNSURE;
    }
    return word(start, i, doubt);
  }

  // A comma before a closer may belong to the words.
  private boolean isEndedByComma(int start, int comma, boolean member) {
    if (member && !ahead.continues(comma, true)) {
      return false;
    }
    int next = ahead.skip(comma + 1);
    boolean last = in.isEnd(next) || Marks.isCloser(text.charAt(next)) || text.charAt(next) == ',';
    return !(last || isCommentOnLine(comma + 1)) || isPlain(start, comma);
  }

  // What looks like a comment may belong to the words.
  private boolean isCommentOnLine(int from) {
    int i = from;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    return i < text.length() && in.isComment(i, false);
  }

  private boolean isPlain(int start, int limit) {
    return JsonWords.isPlain(text, start, trimmed(start, limit));
  }

  private LooseValue.Word word(int start, int limit, @Nullable String doubt) {
    int end = trimmed(start, limit);
    in.at = limit;
    String value = text.substring(start, end);
    if (isOddSpace(start - 1)
        || (end < limit && isOddSpace(end))
        || hasMark(value)
        || isSetOff(start, end)) {
      return new LooseValue.Word(value, start, end, List.of(), end < text.length(), UNSURE);
    }
    String unsure = value.isEmpty() || isEllipsis(value) ? LEFT_OUT : doubt;
    return new LooseValue.Word(value, start, end, List.of(), end < text.length(), unsure);
  }

  private static boolean hasMark(String value) {
    return !value.isEmpty()
        && (value.charAt(0) == ':' || ":/#*=;(".indexOf(value.charAt(value.length() - 1)) >= 0);
  }

  // Of several spaces all but one may belong to the words, and so may a comment before them.
  private boolean isSetOff(int start, int end) {
    int first = start;
    while (first > 0 && text.charAt(first - 1) == ' ') {
      first--;
    }
    char before = text.charAt(Math.max(0, first - 1));
    return (start - first > 1 || before == '/')
        && !Marks.isLineEnd(before)
        && !JsonWords.isPlain(text, start, end);
  }

  // A space that JSON doesn't know may belong to the words.
  private boolean isOddSpace(int i) {
    char c = text.charAt(i);
    return Marks.isSpace(c) && !Marks.isJsonSpace(c);
  }

  // A model that writes three dots leaves something out.
  private static boolean isEllipsis(String value) {
    return value.endsWith("...") || value.endsWith("…");
  }

  private boolean startsNext(int start, int i, char c, boolean member) {
    if (c == '{' || c == '[') {
      return true;
    }
    if (Marks.isQuote(c)) {
      return i == start || !isLetter(i - 1) || !isLetter(i + 1) || c == '"';
    }
    if (c == ':') {
      return member && i + 1 < text.length() && Marks.isSpace(text.charAt(i + 1));
    }
    return member
        && i > start
        && Marks.isSpace(text.charAt(i - 1))
        && !Marks.isSpace(c)
        && ahead.isBareKey(i);
  }

  private boolean isLetter(int i) {
    return i < text.length() && Character.isLetterOrDigit(text.charAt(i));
  }

  private boolean isComment(int start, int i) {
    return (i == start || Marks.isSpace(text.charAt(i - 1))) && in.isComment(i, i == start);
  }

  /** Whether a comma stands between two groups of digits, and not before a key. */
  private boolean isGroup(int start, int comma) {
    int end = JsonWords.digits(text, comma + 1, text.length());
    if (end - comma - 1 != GROUP || ahead.isBareKey(comma + 1)) {
      return false;
    }
    int first = comma;
    while (first > start && comma - first <= GROUP && isDigit(first - 1)) {
      first--;
    }
    int size = comma - first;
    return size == GROUP
        || (size > 0 && size < GROUP && (first == start || text.charAt(first - 1) != ','));
  }

  private boolean isDigit(int i) {
    char c = text.charAt(i);
    return c >= '0' && c <= '9';
  }

  private int trimmed(int start, int limit) {
    int end = limit;
    while (end > start && Marks.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }
}
