package org.atomicagents.internal.http;

import java.util.Objects;

/** A validator of header names and values (RFC 9110, 5.1 and 5.5, without obs-text). */
final class HeaderValidator {
  private static final String SEPARATORS = "\"(),/:;<=>?@[\\]{}";

  private HeaderValidator() {}

  static void requireName(String name) {
    Objects.requireNonNull(name, "name");
    if (name.isEmpty() || !name.chars().allMatch(HeaderValidator::isNameCharacter)) {
      throw new IllegalArgumentException(
          "header name: expected letters, digits and -, found \"" + name + "\"");
    }
  }

  static void requireValue(String name, String value) {
    Objects.requireNonNull(value, name);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\t' && (c < ' ' || c > '~')) {
        throw new IllegalArgumentException(
            "header %s: expected printable ASCII in its value, found U+%04X at position %d"
                .formatted(name, (int) c, i));
      }
    }
  }

  private static boolean isNameCharacter(int c) {
    return c > ' ' && c <= '~' && SEPARATORS.indexOf(c) < 0;
  }
}
