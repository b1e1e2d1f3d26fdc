package org.atomicagents.internal.json;

import java.util.BitSet;

/** Finds out whether a part of a text is JSON as RFC 8259 has it, without building anything. */
final class ValidJson {
  private final String text;
  private final BitSet objects = new BitSet();
  private int depth;
  private int at;

  private ValidJson(String text, int start) {
    this.text = text;
    this.at = start;
  }

  /** The end of the object or list that begins there, exclusive; -1 if it isn't valid. */
  static int end(String text, int start) {
    return new ValidJson(text, start).end();
  }

  // Each round reads a value, or opens an object or a list, and then closes what is at its end.
  private int end() {
    do {
      if (!value()) {
        return -1;
      }
    } while (depth > 0);
    return at;
  }

  private boolean value() {
    skipSpace();
    char c = peek();
    if (c == '{' || c == '[') {
      return open(c == '{');
    }
    boolean read = c == '"' ? string() : scalar();
    return read && next();
  }

  private boolean open(boolean object) {
    if (depth == JsonText.MAX_DEPTH) {
      return false;
    }
    objects.set(depth++, object);
    at++;
    skipSpace();
    if (peek() == (object ? '}' : ']')) {
      return next();
    }
    return !object || key();
  }

  /** Passes over closers, up to where the next value begins. */
  private boolean next() {
    while (depth > 0) {
      boolean object = objects.get(depth - 1);
      skipSpace();
      char c = peek();
      at++;
      if (c == ',') {
        return !object || key();
      }
      if (c != (object ? '}' : ']')) {
        return false;
      }
      depth--;
    }
    return true;
  }

  private boolean key() {
    skipSpace();
    if (peek() != '"' || !string()) {
      return false;
    }
    skipSpace();
    boolean colon = peek() == ':';
    at++;
    return colon;
  }

  private boolean string() {
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return true;
      }
      if (c < ' ') {
        return false;
      }
      if (c == '\\' && !escape()) {
        return false;
      }
    }
    return false;
  }

  private boolean escape() {
    at++;
    char c = peek();
    if (c != 'u') {
      return c != 0 && "\"\\/bfnrt".indexOf(c) >= 0;
    }
    for (int i = 0; i < 4; i++) {
      at++;
      if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
        return false;
      }
    }
    return true;
  }

  private boolean scalar() {
    int end = at;
    while (end < text.length() && isScalarPart(text.charAt(end))) {
      end++;
    }
    boolean valid = JsonWords.isValid(text, at, end);
    at = end;
    return valid;
  }

  private static boolean isScalarPart(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || "+-.E".indexOf(c) >= 0;
  }

  private void skipSpace() {
    while (at < text.length() && Marks.isJsonSpace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }
}
