package org.atomicagents.cli;

/**
 * Shows a text while it is written.
 *
 * <p>On a terminal a word that turns out too long for its line is taken back and moved to the next.
 */
final class LiveText {
  private static final int INDENT = 2;

  private final Terminal terminal;
  private final StringBuilder word = new StringBuilder();
  private int column;

  LiveText(Terminal terminal) {
    this.terminal = terminal;
  }

  void add(String piece) {
    Terminal.clean(piece).codePoints().forEach(this::add);
    terminal.out().flush();
  }

  /** Ends the last line. */
  void end() {
    if (column > 0) {
      newLine();
    }
    word.setLength(0);
    terminal.out().flush();
  }

  private void add(int c) {
    if (c == '\n') {
      newLine();
      word.setLength(0);
      return;
    }
    int wide = Wrap.width(c);
    if (c != ' ' && column + wide > terminal.room(INDENT)) {
      wrap();
    }
    if (c == ' ') {
      word.setLength(0);
      if (column + 1 > terminal.room(INDENT)) {
        return;
      }
    } else {
      word.appendCodePoint(c);
    }
    put(Character.toString(c), wide);
  }

  private void wrap() {
    int wide = Wrap.width(word.toString());
    if (wide == column) {
      newLine();
      word.setLength(0);
      return;
    }
    if (wide > 0) {
      terminal.out().print("\033[" + wide + "D\033[K");
    }
    newLine();
    if (wide > 0) {
      put(word.toString(), wide);
    }
  }

  private void put(String text, int wide) {
    if (column == 0) {
      terminal.out().print(" ".repeat(INDENT));
    }
    terminal.out().print(text);
    column += wide;
  }

  private void newLine() {
    terminal.out().println();
    column = 0;
  }
}
