package org.atomicagents.internal.json;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts together a text whose escapes may be others than JSON's.
 *
 * <p>A backslash that JSON doesn't know is taken as one that should have been doubled before a
 * letter, as in {@code \d}, and as superfluous before a quote or an underscore. All others could be
 * both, and so could a {@code \n} where a {@code \d} stands too.
 */
final class Escapes {
  private static final String UNSURE = "with backslashes that may mean two things";

  private final String text;
  private final List<Mend> mends;
  private @Nullable StringBuilder resolved;
  private int taken;
  private boolean hasControl;
  private boolean hasUndoubled;
  private boolean hasDoubled;
  private boolean hasLetter;
  private boolean hasQuote;
  private boolean isUnsure;

  Escapes(String text, int start, List<Mend> mends) {
    this.text = text;
    this.taken = start;
    this.mends = mends;
  }

  /** Notes a character that JSON wants escaped. */
  void control(int i, char c) {
    if (c < ' ' && !hasControl) {
      hasControl = true;
      mends.add(new Mend(Mend.Kind.ESCAPE, i, i + 1));
    }
  }

  /** Resolves the escape that begins with the backslash there, and says where it ends. */
  int resolve(int i) {
    if (i + 1 == text.length()) {
      return i + 1;
    }
    char c = text.charAt(i + 1);
    int known = "\"\\/bfnrt".indexOf(c);
    if (known >= 0) {
      hasLetter |= known > 2;
      hasDoubled |= c == '\\';
      hasQuote |= c == '"';
      return put(i, i + 2, "\"\\/\b\f\n\r\t".charAt(known));
    }
    if (c == 'u') {
      hasLetter = true;
      return code(i, i + 6);
    }
    mends.add(new Mend(Mend.Kind.ESCAPE, i, i + 2));
    if (c == 'x') {
      return code(i, i + 4);
    }
    if (c == '_' || Marks.isQuote(c)) {
      hasQuote |= c != '_';
      return put(i, i + 2, c);
    }
    // Only as in \U0001F600 and \N{BULLET} other languages know these.
    boolean letter = Character.isLetter(c) && !isLongCode(i + 2, c);
    hasUndoubled |= letter;
    isUnsure |= !letter;
    return i + 2;
  }

  private boolean isLongCode(int from, char c) {
    if (c != 'U') {
      return c == 'N' && text.startsWith("{", from);
    }
    int i = from;
    while (i < text.length() && i < from + 8 && Character.digit(text.charAt(i), 16) >= 0) {
      i++;
    }
    return i == from + 8;
  }

  private int code(int i, int end) {
    int code = 0;
    for (int k = i + 2; k < end; k++) {
      int digit =
          k < text.length() && text.charAt(k) < 0x80 ? Character.digit(text.charAt(k), 16) : -1;
      if (digit < 0) {
        isUnsure = true;
        return i + 2;
      }
      code = code * 16 + digit;
    }
    return put(i, end, (char) code);
  }

  private int put(int start, int end, char c) {
    if (resolved == null) {
      resolved = new StringBuilder();
    }
    resolved.append(text, taken, start).append(c);
    taken = end;
    return end;
  }

  /** The text up to there. */
  String text(int end) {
    return resolved == null
        ? text.substring(taken, end)
        : resolved.append(text, Math.min(taken, end), end).toString();
  }

  /** Whether there was a quote with a backslash before it. */
  boolean hasQuote() {
    return hasQuote;
  }

  /** Why it can't be said what the text is; null if it can. */
  @Nullable String doubt() {
    return isUnsure || (hasUndoubled && (hasLetter || hasDoubled)) ? UNSURE : null;
  }
}
