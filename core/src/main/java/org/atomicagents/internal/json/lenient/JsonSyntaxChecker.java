package org.atomicagents.internal.json.lenient;

import java.util.BitSet;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;

/** Checks whether a container within a text is strict JSON (RFC 8259), without building values. */
final class JsonSyntaxChecker {
  private final SourceText source;
  private final String text;
  private final BitSet objects = new BitSet();
  private int depth;
  private int position;

  JsonSyntaxChecker(SourceText source) {
    this.source = source;
    this.text = source.text;
  }

  /**
   * Returns the end of the container that begins at {@code start}, exclusive; -1 if it is invalid.
   */
  int findEnd(int start) {
    position = start;
    depth = 0;
    int end = findEnd();
    source.limits.addSteps(position - start);
    return end;
  }

  // Each iteration skips a scalar or opens a container, and then closes the containers that end.
  private int findEnd() {
    do {
      if (!skipValue()) {
        return -1;
      }
    } while (depth > 0);
    return position;
  }

  private boolean skipValue() {
    skipSpace();
    char c = peek();
    if (c == '{' || c == '[') {
      return openContainer(c == '{');
    }
    boolean isValid = c == '"' ? skipString() : skipScalar();
    return isValid && skipToNextValue();
  }

  private boolean openContainer(boolean isObject) {
    if (depth == JsonIo.MAX_DEPTH) {
      return false;
    }
    objects.set(depth++, isObject);
    position++;
    skipSpace();
    if (peek() == (isObject ? '}' : ']')) {
      return skipToNextValue();
    }
    return !isObject || skipKey();
  }

  /** Skips closers and separators up to the start of the next value. */
  private boolean skipToNextValue() {
    while (depth > 0) {
      boolean isObject = objects.get(depth - 1);
      skipSpace();
      char c = peek();
      position++;
      if (c == ',') {
        return !isObject || skipKey();
      }
      if (c != (isObject ? '}' : ']')) {
        return false;
      }
      depth--;
    }
    return true;
  }

  private boolean skipKey() {
    skipSpace();
    if (peek() != '"' || !skipString()) {
      return false;
    }
    skipSpace();
    boolean isColon = peek() == ':';
    position++;
    return isColon;
  }

  private boolean skipString() {
    for (position++; position < text.length(); position++) {
      char c = text.charAt(position);
      if (c == '"') {
        position++;
        return true;
      }
      if (c < ' ') {
        return false;
      }
      if (c == '\\' && !skipEscape()) {
        return false;
      }
    }
    return false;
  }

  private boolean skipEscape() {
    position++;
    char c = peek();
    if (c != 'u') {
      return c != 0 && "\"\\/bfnrt".indexOf(c) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      position++;
      if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
        return false;
      }
    }
    return true;
  }

  private boolean skipScalar() {
    int end = position;
    while (end < text.length() && isScalarPart(text.charAt(end))) {
      end++;
    }
    boolean isValid = JsonLiterals.isValid(text, position, end);
    position = end;
    return isValid;
  }

  private static boolean isScalarPart(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || "+-.E".indexOf(c) >= 0;
  }

  private void skipSpace() {
    while (position < text.length() && JsonCharacters.isJsonSpace(text.charAt(position))) {
      position++;
    }
  }

  private char peek() {
    return position < text.length() ? text.charAt(position) : 0;
  }
}
