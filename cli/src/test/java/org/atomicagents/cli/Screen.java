package org.atomicagents.cli;

import java.util.ArrayList;
import java.util.List;

/** What a terminal shows of what was written to it, as far as the command's codes go. */
final class Screen {
  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int cursor;

  private Screen() {}

  /** The lines that are seen at the end. */
  static String of(String written) {
    var screen = new Screen();
    for (int at = 0; at < written.length(); ) {
      at = screen.take(written, at);
    }
    return String.join("\n", screen.lines);
  }

  private int take(String written, int at) {
    char c = written.charAt(at);
    StringBuilder line = lines.getLast();
    if (c == '\n') {
      lines.add(new StringBuilder());
      cursor = 0;
    } else if (c == '\033') {
      int end = at + 2;
      while (!Character.isLetter(written.charAt(end))) {
        end++;
      }
      code(written.substring(at + 2, end), written.charAt(end));
      return end + 1;
    } else if (c != '\r') {
      line.setLength(cursor);
      line.append(c);
      cursor++;
    }
    return at + 1;
  }

  private void code(String number, char kind) {
    switch (kind) {
      case 'D' -> cursor -= Integer.parseInt(number);
      case 'K' -> lines.getLast().setLength(cursor);
      case 'm' -> {}
      default -> throw new IllegalArgumentException("unknown code " + number + kind);
    }
  }
}
