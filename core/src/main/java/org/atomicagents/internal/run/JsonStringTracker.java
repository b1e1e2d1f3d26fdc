package org.atomicagents.internal.run;

/**
 * Tracks, while a text is received, whether its end is part of a JSON string.
 *
 * <p>Strings are recognized from the first bracket. Not thread-safe.
 */
final class JsonStringTracker {
  private boolean hasStarted;
  private boolean inString;
  private boolean isEscaped;

  /** Appends a character. */
  void append(char c) {
    hasStarted |= c == '{' || c == '[';
    if (isEscaped) {
      isEscaped = false;
    } else if (inString && c == '\\') {
      isEscaped = true;
    } else if (hasStarted && c == '"') {
      inString = !inString;
    }
  }

  /** Appends text. */
  void append(String text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
  }

  /** Returns whether the next character is part of a string. */
  boolean inString() {
    return inString;
  }
}
