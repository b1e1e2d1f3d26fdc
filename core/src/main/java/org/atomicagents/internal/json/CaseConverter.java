package org.atomicagents.internal.json;

import java.util.Locale;

/**
 * Converts the case of untrusted text in linear time.
 *
 * <p>The method of {@code String} takes quadratic time for letters that become longer, such as
 * {@code İ}, since each of them copies the text converted so far.
 */
public final class CaseConverter {
  private static final int BLOCK_LENGTH = 256;

  private CaseConverter() {}

  /** Returns the text in lower case. */
  public static String lowerCase(String text) {
    if (text.length() <= BLOCK_LENGTH) {
      return text.toLowerCase(Locale.ROOT);
    }
    var converted = new StringBuilder(text.length());
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + BLOCK_LENGTH);
      boolean splitsPair = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1));
      end = splitsPair ? end + 1 : end;
      converted.append(text.substring(start, end).toLowerCase(Locale.ROOT));
      start = end;
    }
    return converted.toString();
  }
}
