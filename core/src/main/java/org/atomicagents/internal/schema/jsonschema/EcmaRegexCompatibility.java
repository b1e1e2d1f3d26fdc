package org.atomicagents.internal.schema.jsonschema;

/**
 * Determines which Java regular expressions have the same meaning in ECMAScript, the dialect of
 * JSON Schema.
 */
public final class EcmaRegexCompatibility {
  // Characters whose escape sequence has another or no meaning in ECMAScript.
  private static final String INCOMPATIBLE_ESCAPES = "pPAzZGQEhHvVRXNaex0";

  private final String regex;
  private boolean inCharacterClass;

  private EcmaRegexCompatibility(String regex) {
    this.regex = regex;
  }

  /** Returns whether a Java regular expression has the same meaning in ECMAScript. */
  public static boolean isCompatible(String regex) {
    return new EcmaRegexCompatibility(regex).isCompatible();
  }

  /**
   * Returns an expression that is anchored at both ends, since Jakarta constraints match the entire
   * text, whereas JSON Schema searches for a match.
   */
  public static String anchored(String regex) {
    return regex.startsWith("^") && endsWithAnchor(regex) && !regex.contains("|")
        ? regex
        : "^(?:" + regex + ")$";
  }

  private static boolean endsWithAnchor(String regex) {
    int backslashes = 0;
    while (backslashes < regex.length() - 1
        && regex.charAt(regex.length() - 2 - backslashes) == '\\') {
      backslashes++;
    }
    return regex.endsWith("$") && backslashes % 2 == 0;
  }

  private boolean isCompatible() {
    for (int i = 0; i < regex.length(); i++) {
      char c = regex.charAt(i);
      if (c == '\\') {
        i++;
        if (INCOMPATIBLE_ESCAPES.indexOf(charAt(i)) >= 0) {
          return false;
        }
      } else if (inCharacterClass ? isIncompatibleInClass(c, i) : isIncompatible(c, i)) {
        return false;
      } else if (c == '[') {
        inCharacterClass = true;
      } else if (c == ']') {
        inCharacterClass = false;
      }
      if (!inCharacterClass && isPossessive(c, i)) {
        return false;
      }
    }
    return true;
  }

  // [a[b]] and [a&&b]
  private boolean isIncompatibleInClass(char c, int i) {
    return c == '[' || (c == '&' && charAt(i + 1) == '&');
  }

  // (?i), (?>a), []a] and [^]a]
  private boolean isIncompatible(char c, int i) {
    if (c == '[') {
      return charAt(i + 1) == ']' || (charAt(i + 1) == '^' && charAt(i + 2) == ']');
    }
    return c == '(' && charAt(i + 1) == '?' && ":=!<".indexOf(charAt(i + 2)) < 0;
  }

  // a++, a*+, a?+ and a{2}+
  private boolean isPossessive(char c, int i) {
    return charAt(i + 1) == '+' && (c == '+' || c == '*' || c == '?' || c == '}');
  }

  private char charAt(int index) {
    return index < regex.length() ? regex.charAt(index) : '\0';
  }
}
