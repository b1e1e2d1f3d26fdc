package org.atomicagents.internal.schema.jsonschema;

/**
 * Tells which of Java's regular expressions mean the same where JSON Schema is read, which has
 * those of ECMAScript.
 */
public final class EcmaRegexCompatibility {
  // As they stand behind a backslash, with another meaning there or none.
  private static final String INCOMPATIBLE_ESCAPES = "pPAzZGQEhHvVRXNaex0";

  private final String regex;
  private boolean inCharacterClass;

  private EcmaRegexCompatibility(String regex) {
    this.regex = regex;
  }

  public static boolean isCompatible(String regex) {
    return new EcmaRegexCompatibility(regex).isCompatible();
  }

  // Jakarta matches the whole text, JSON Schema searches in it.
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
        if (INCOMPATIBLE_ESCAPES.indexOf(at(i)) >= 0) {
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
    return c == '[' || (c == '&' && at(i + 1) == '&');
  }

  // (?i), (?>a), []a] and [^]a]
  private boolean isIncompatible(char c, int i) {
    if (c == '[') {
      return at(i + 1) == ']' || (at(i + 1) == '^' && at(i + 2) == ']');
    }
    return c == '(' && at(i + 1) == '?' && ":=!<".indexOf(at(i + 2)) < 0;
  }

  // a++, a*+, a?+ and a{2}+
  private boolean isPossessive(char c, int i) {
    return at(i + 1) == '+' && (c == '+' || c == '*' || c == '?' || c == '}');
  }

  private char at(int index) {
    return index < regex.length() ? regex.charAt(index) : '\0';
  }
}
