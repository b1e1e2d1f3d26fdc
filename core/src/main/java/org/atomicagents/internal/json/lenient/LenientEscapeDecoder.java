package org.atomicagents.internal.json.lenient;

import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.jspecify.annotations.Nullable;

/**
 * Puts together a text whose escapes may be others than JSON's.
 *
 * <p>A backslash that JSON doesn't know is taken as one that should have been doubled before a
 * letter, as in {@code \d}, and as superfluous before a quote or an underscore. All others could be
 * both, and so could a {@code \n} where a {@code \d} stands too.
 */
final class LenientEscapeDecoder {
  private static final String AMBIGUOUS_ESCAPES = "with backslashes that may mean two things";

  private final String text;
  private final List<SyntaxRepair> repairs;
  private @Nullable StringBuilder resolved;
  private int copiedTo;
  private boolean hasControlCharacter;
  private boolean hasUnknownLetterEscape;
  private boolean hasEscapedBackslash;
  private boolean hasLetterEscape;
  private boolean hasEscapedQuote;
  private boolean isAmbiguous;

  LenientEscapeDecoder(String text, int start, List<SyntaxRepair> mends) {
    this.text = text;
    this.copiedTo = start;
    this.repairs = mends;
  }

  /** Notes a character that JSON wants escaped. */
  void recordControlCharacter(int i, char c) {
    if (c < ' ' && !hasControlCharacter) {
      hasControlCharacter = true;
      repairs.add(new SyntaxRepair(SyntaxRepair.Kind.ESCAPE, i, i + 1));
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
      hasLetterEscape |= known > 2;
      hasEscapedBackslash |= c == '\\';
      hasEscapedQuote |= c == '"';
      return replace(i, i + 2, "\"\\/\b\f\n\r\t".charAt(known));
    }
    if (c == 'u') {
      hasLetterEscape = true;
      return resolveCode(i, i + 6);
    }
    repairs.add(new SyntaxRepair(SyntaxRepair.Kind.ESCAPE, i, i + 2));
    if (c == 'x') {
      return resolveCode(i, i + 4);
    }
    if (c == '_' || JsonCharacters.isQuote(c)) {
      hasEscapedQuote |= c != '_';
      return replace(i, i + 2, c);
    }
    // Only as in \U0001F600 and \N{BULLET} other languages know these.
    boolean letter = Character.isLetter(c) && !isLongCode(i + 2, c);
    hasUnknownLetterEscape |= letter;
    isAmbiguous |= !letter;
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

  private int resolveCode(int i, int end) {
    int code = 0;
    for (int k = i + 2; k < end; k++) {
      int digit =
          k < text.length() && text.charAt(k) < 0x80 ? Character.digit(text.charAt(k), 16) : -1;
      if (digit < 0) {
        isAmbiguous = true;
        return i + 2;
      }
      code = code * 16 + digit;
    }
    return replace(i, end, (char) code);
  }

  private int replace(int start, int end, char c) {
    if (resolved == null) {
      resolved = new StringBuilder();
    }
    resolved.append(text, copiedTo, start).append(c);
    copiedTo = end;
    return end;
  }

  /** The text up to there. */
  String text(int end) {
    return resolved == null
        ? text.substring(copiedTo, end)
        : resolved.append(text, Math.min(copiedTo, end), end).toString();
  }

  /** Whether there was a quote with a backslash before it. */
  boolean hasEscapedQuote() {
    return hasEscapedQuote;
  }

  /** Why it can't be said what the text is; null if it can. */
  @Nullable String ambiguity() {
    return isAmbiguous || (hasUnknownLetterEscape && (hasLetterEscape || hasEscapedBackslash))
        ? AMBIGUOUS_ESCAPES
        : null;
  }
}
