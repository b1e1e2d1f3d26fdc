package org.atomicagents.internal.telemetry.otel;

/** JSON that is written up to a maximum length. Used by one thread. */
final class JsonText {
  private final StringBuilder json = new StringBuilder();
  private final int max;
  private int reserved;

  JsonText(int max) {
    this.max = max;
  }

  /** Returns the number of characters that may be added. */
  int remaining() {
    return max - reserved - json.length();
  }

  /** Keeps room for the end. */
  void reserve(int length) {
    reserved += length;
  }

  void release(int length) {
    reserved -= length;
  }

  void raw(String text) {
    json.append(text);
  }

  /** Adds a text in quotes, of at most a length; a text that is truncated ends with an ellipsis. */
  void text(String text, int maxLength) {
    appendQuoted(json, text, maxLength);
  }

  /** Returns a text in quotes. */
  static String quoted(String text) {
    var quoted = new StringBuilder(text.length() + 2);
    appendQuoted(quoted, text, Integer.MAX_VALUE);
    return quoted.toString();
  }

  private static void appendQuoted(StringBuilder json, String text, int maxLength) {
    int start = json.length();
    json.append('"');
    int lastEnd = json.length();
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      int before = json.length();
      appendEscaped(json, codePoint);
      if (json.length() - start > maxLength - 1) {
        json.setLength(before);
        break;
      }
      // The last place where an ellipsis and the closing quote have room.
      if (json.length() - start <= maxLength - 2) {
        lastEnd = json.length();
      }
      i += Character.charCount(codePoint);
    }
    if (i < text.length()) {
      json.setLength(lastEnd);
      json.append('…');
    }
    json.append('"');
  }

  private static void appendEscaped(StringBuilder json, int codePoint) {
    switch (codePoint) {
      case '"' -> json.append("\\\"");
      case '\\' -> json.append("\\\\");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> {
        boolean isLone =
            codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        if (codePoint < 0x20 || isLone) {
          json.append("\\u%04x".formatted(codePoint));
        } else {
          json.appendCodePoint(codePoint);
        }
      }
    }
  }

  @Override
  public String toString() {
    return json.toString();
  }
}
