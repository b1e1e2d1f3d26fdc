package org.atomicagents.internal.json;

import java.util.Locale;

/**
 * Converts the case of untrusted text in linear time.
 *
 * <p>The method of {@code String} takes quadratic time for {@code İ}, the only letter that becomes
 * longer: each of them copies the text converted so far.
 */
public final class CaseConverter {
  private static final char EXPANDED = '\u0130';

  private CaseConverter() {}

  /** Returns the text in lower case. */
  public static String lowerCase(String text) {
    String expanded = text.indexOf(EXPANDED) < 0 ? text : text.replace("" + EXPANDED, "i\u0307");
    return expanded.toLowerCase(Locale.ROOT);
  }
}
