package org.atomicagents.internal.json.lenient;

import java.util.BitSet;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonLiterals;

/** Finds out whether a part of a text is JSON as RFC 8259 has it, without building anything. */
final class JsonSyntaxChecker {
  private final String text;
  private final BitSet objects = new BitSet();
  private int depth;
  private int position;

  private JsonSyntaxChecker(String text, int start) {
    this.text = text;
    this.position = start;
  }

  /** The end of the object or list that begins there, exclusive; -1 if it isn't valid. */
  static int end(String text, int start) {
    return new JsonSyntaxChecker(text, start).end();
  }

  // Each round reads a value, or opens an object or a list, and then closes what is at its end.
  private int end() {
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
    boolean read = c == '"' ? skipString() : skipScalar();
    return read && skipToNextValue();
  }

  private boolean openContainer(boolean object) {
    if (depth == JsonIo.MAX_DEPTH) {
      return false;
    }
    objects.set(depth++, object);
    position++;
    skipSpace();
    if (peek() == (object ? '}' : ']')) {
      return skipToNextValue();
    }
    return !object || skipKey();
  }

  /** Passes over closers, up to where the next value begins. */
  private boolean skipToNextValue() {
    while (depth > 0) {
      boolean object = objects.get(depth - 1);
      skipSpace();
      char c = peek();
      position++;
      if (c == ',') {
        return !object || skipKey();
      }
      if (c != (object ? '}' : ']')) {
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
    boolean colon = peek() == ':';
    position++;
    return colon;
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
    boolean valid = JsonLiterals.isValid(text, position, end);
    position = end;
    return valid;
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
