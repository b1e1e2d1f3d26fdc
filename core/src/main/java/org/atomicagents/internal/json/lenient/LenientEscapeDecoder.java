package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonCharacters;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the escape sequences of a string, including those that JSON does not define.
 *
 * <p>An undefined escape of a letter, as in {@code \d}, keeps its backslash, which should have been
 * doubled; the backslash before a quote or an underscore is dropped. All other undefined escapes
 * are ambiguous, and so is a string that contains both {@code \n} and {@code \d}.
 */
final class LenientEscapeDecoder {
  private static final String AMBIGUOUS_ESCAPES = "with ambiguous backslashes";

  private final String text;
  private final RepairCollector repairs;
  private @Nullable StringBuilder resolved;
  private int copiedTo;
  private boolean hasControlCharacter;
  private boolean hasUnknownLetterEscape;
  private boolean hasEscapedBackslash;
  private boolean hasLetterEscape;
  private boolean hasEscapedQuote;
  private boolean isAmbiguous;

  LenientEscapeDecoder(String text, int start, RepairCollector repairs) {
    this.text = text;
    this.copiedTo = start;
    this.repairs = repairs;
  }

  /** Records a control character, which JSON requires to be escaped. */
  void recordControlCharacter(int i) {
    if (!hasControlCharacter) {
      hasControlCharacter = true;
      repairs.add(SyntaxRepair.Kind.ESCAPE, i, i + 1);
    }
  }

  /** Returns the end of the escape sequence that begins at a backslash, which is resolved. */
  int resolve(int i) {
    if (i + 1 == text.length()) {
      return i + 1;
    }
    char c = text.charAt(i + 1);
    int nameIndex = "\"\\/bfnrt".indexOf(c);
    if (nameIndex >= 0) {
      hasLetterEscape |= nameIndex > 2;
      hasEscapedBackslash |= c == '\\';
      hasEscapedQuote |= c == '"';
      return replace(i, i + 2, "\"\\/\b\f\n\r\t".charAt(nameIndex));
    }
    if (c == 'u') {
      hasLetterEscape = true;
      return resolveCode(i, i + 6);
    }
    repairs.addOnce(SyntaxRepair.Kind.ESCAPE, i, i + 2);
    if (c == 'x') {
      return resolveCode(i, i + 4);
    }
    if (c == '_' || JsonCharacters.isQuote(c)) {
      hasEscapedQuote |= c != '_';
      return replace(i, i + 2, c);
    }
    // \U0001F600 and \N{BULLET} are escapes of other languages.
    boolean isLetter = Character.isLetter(c) && !isLongCode(i + 2, c);
    hasUnknownLetterEscape |= isLetter;
    isAmbiguous |= !isLetter;
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

  /** Returns the string up to {@code end} with its escapes resolved. */
  String resolvedText(int end) {
    return resolved == null
        ? text.substring(copiedTo, end)
        : resolved.append(text, Math.min(copiedTo, end), end).toString();
  }

  /** Returns whether the string contains an escaped quote. */
  boolean hasEscapedQuote() {
    return hasEscapedQuote;
  }

  /** Returns why the escapes are ambiguous; null if they are not. */
  @Nullable String ambiguity() {
    return isAmbiguous || (hasUnknownLetterEscape && (hasLetterEscape || hasEscapedBackslash))
        ? AMBIGUOUS_ESCAPES
        : null;
  }
}
