package org.atomicagents.internal.http;

import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;

/**
 * One form of a secret, which is searched in texts with the algorithm of Knuth, Morris and Pratt.
 *
 * <p>Immutable and thread-safe.
 */
final class SecretPattern {
  // A shorter beginning may be an ordinary word, unless the text is cut behind it.
  private static final int MIN_LONG_PREFIX = 12;
  private static final int ALWAYS_LONG_PREFIX = 16;

  private final String characters;
  private final int[] fallbacks;
  private final boolean isBase64;
  private final boolean isWord;

  private SecretPattern(String characters, boolean isBase64, boolean isWord) {
    this.isBase64 = isBase64;
    this.isWord = isWord;
    this.characters = fold(characters);
    this.fallbacks = fallbacks(this.characters);
  }

  /** Returns the pattern of a text in any case. */
  static SecretPattern of(String text) {
    return new SecretPattern(text, false, false);
  }

  /** Returns the pattern of a text that is a complete word. */
  static SecretPattern ofWord(String text) {
    return new SecretPattern(text, false, true);
  }

  /** Returns the patterns of bytes inside a Base64 text, which depend on the preceding bytes. */
  static List<SecretPattern> ofBase64(byte[] bytes) {
    var patterns = new ArrayList<SecretPattern>();
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      String encoded = Base64.getEncoder().encodeToString(shifted);
      // Only characters whose six bits all belong to the secret.
      int from = (offset * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      patterns.add(new SecretPattern(encoded.substring(from, to), true, false));
    }
    return patterns;
  }

  /** Returns the folded characters of the pattern. */
  String characters() {
    return characters;
  }

  /** Marks the characters of the original text that are an occurrence of the secret. */
  void findIn(EscapedText text, BitSet found) {
    int matched = 0;
    int end = text.length();
    for (int i = 0; i < end; i++) {
      char c = fold(text.charAt(i));
      while (matched > 0 && c != characters.charAt(matched)) {
        markPrefix(text, i, matched, found);
        matched = fallbacks[matched - 1];
      }
      if (c == characters.charAt(matched)) {
        matched++;
      }
      if (matched == characters.length()) {
        if (!isWord || (isBoundary(text, i - matched) && isBoundary(text, i + 1))) {
          text.mark(i + 1 - matched, i + 1, found);
        }
        matched = fallbacks[matched - 1];
      }
    }
    if (matched > 0) {
      markPrefix(text, end, matched, found);
    }
  }

  private void markPrefix(EscapedText text, int end, int length, BitSet found) {
    if (isWord || length < SecretRedactor.MIN_LENGTH) {
      return;
    }
    boolean isLong =
        length >= ALWAYS_LONG_PREFIX
            || (length >= MIN_LONG_PREFIX && 2 * length >= characters.length());
    if (isLong || isCut(text, end)) {
      text.mark(end - length, end, found);
    }
  }

  /** Returns whether the text or a quotation ends at a position, or an omission begins. */
  private static boolean isCut(EscapedText text, int position) {
    if (position == text.length()) {
      return true;
    }
    return switch (text.charAt(position)) {
      case '…', '*', '[', '<', '"', '\'', '`', '\\' -> true;
      case '.' -> position + 1 < text.length() && text.charAt(position + 1) == '.';
      default -> false;
    };
  }

  private static boolean isBoundary(EscapedText text, int position) {
    return position < 0
        || position >= text.length()
        || !Character.isLetterOrDigit(text.charAt(position));
  }

  private String fold(String text) {
    var folded = new StringBuilder(text.length());
    text.chars().forEach(c -> folded.append(fold((char) c)));
    return folded.toString();
  }

  private char fold(char c) {
    if (!isBase64) {
      return c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    }
    return switch (c) {
      case '-' -> '+';
      case '_' -> '/';
      default -> c;
    };
  }

  private static int[] fallbacks(String characters) {
    int[] fallbacks = new int[characters.length()];
    int matched = 0;
    for (int i = 1; i < fallbacks.length; i++) {
      while (matched > 0 && characters.charAt(i) != characters.charAt(matched)) {
        matched = fallbacks[matched - 1];
      }
      if (characters.charAt(i) == characters.charAt(matched)) {
        matched++;
      }
      fallbacks[i] = matched;
    }
    return fallbacks;
  }
}
