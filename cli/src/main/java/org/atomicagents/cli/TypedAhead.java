package org.atomicagents.cli;

import java.util.regex.Pattern;

/** What was typed while no line was open, as the text of the next line. */
final class TypedAhead {
  // ECMA-48: control sequences and those of one character, as of arrows, and Alt with a key.
  private static final Pattern SEQUENCE =
      Pattern.compile("\033(?:\\[[0-?]*[ -/]*[@-~]|O[ -~]|[^\r\\[O])?");
  private static final Pattern LINE_END = Pattern.compile("\033?\r\n?");
  private static final int DELETE = 0x7f;

  private TypedAhead() {}

  /** The text that these keys make; a line's end doesn't send it, and what moves does nothing. */
  static String text(String keys) {
    var text = new StringBuilder();
    LINE_END
        .matcher(SEQUENCE.matcher(keys).replaceAll(""))
        .replaceAll("\n")
        .codePoints()
        .forEach(key -> add(text, key));
    return text.toString().stripTrailing();
  }

  private static void add(StringBuilder text, int key) {
    if (key == DELETE || key == '\b') {
      text.setLength(text.isEmpty() ? 0 : text.offsetByCodePoints(text.length(), -1));
    } else if (key == '\t') {
      text.append(' ');
    } else if (key == '\n' || !Character.isISOControl(key)) {
      text.appendCodePoint(key);
    }
  }
}
