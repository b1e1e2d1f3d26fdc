package org.atomicagents.testing.internal.gemini;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line and version of a Gemini model, and its forms of thinking.
 *
 * <p>Source: <a href="https://ai.google.dev/gemini-api/docs/thinking">Thinking</a> and <a
 * href="https://ai.google.dev/gemini-api/docs/gemini-3">Gemini 3</a>. A model with another name
 * accepts every parameter.
 *
 * @param line such as {@code flash-lite}; empty for a model with another name
 * @param version ten times the major version, plus the minor version; 0 for a model with another
 *     name
 */
record GeminiFamily(String line, int version) {
  private static final Pattern NAME =
      Pattern.compile(
          "gemini-(\\d{1,2})(?:\\.(\\d))?-(pro|flash-lite|flash)(?:-[a-z0-9.-]{0,60})?");

  static GeminiFamily of(String model) {
    Matcher name = NAME.matcher(model);
    if (!name.matches()) {
      return new GeminiFamily("", 0);
    }
    int minor = name.group(2) == null ? 0 : Integer.parseInt(name.group(2));
    return new GeminiFamily(name.group(3), 10 * Integer.parseInt(name.group(1)) + minor);
  }

  boolean isKnown() {
    return version > 0;
  }

  boolean thinks() {
    return version >= 25;
  }

  /** Returns whether function calls need their thought signatures back. */
  boolean requiresSignatures() {
    return version >= 30;
  }

  boolean hasLevels() {
    return !isKnown() || version >= 30;
  }

  /** Returns the accepted thinking levels. */
  List<String> levels() {
    if (line.equals("pro")) {
      return version < 31 ? List.of("LOW", "HIGH") : List.of("LOW", "MEDIUM", "HIGH");
    }
    return line.equals("flash") && version >= 37
        ? List.of("LOW", "MEDIUM", "HIGH")
        : List.of("MINIMAL", "LOW", "MEDIUM", "HIGH");
  }

  /** Returns the lowest thinking budget, except 0. */
  int minBudget() {
    return switch (line) {
      case "pro" -> 128;
      case "flash-lite" -> 512;
      default -> 1;
    };
  }

  int maxBudget() {
    return line.equals("pro") ? 32_768 : 24_576;
  }

  boolean canDisableThinking() {
    return !line.equals("pro");
  }

  /** Returns whether a request may have both functions and a JSON format. */
  boolean hasJsonWithFunctions() {
    return !isKnown() || version >= 30;
  }
}
