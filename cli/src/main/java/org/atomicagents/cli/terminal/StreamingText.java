package org.atomicagents.cli.terminal;

/** Writes a text while it comes, where nothing that is written can be taken back. */
final class StreamingText {
  private static final String INDENT = "  ";

  private final Terminal terminal;
  private boolean isInLine;

  StreamingText(Terminal terminal) {
    this.terminal = terminal;
  }

  void add(String piece) {
    Terminal.escapeControls(piece).codePoints().forEach(this::add);
    terminal.out().flush();
  }

  /** Ends the last line. */
  void end() {
    if (isInLine) {
      newLine();
    }
    terminal.out().flush();
  }

  private void add(int c) {
    if (c == '\n') {
      newLine();
      return;
    }
    terminal.out().print((isInLine ? "" : INDENT) + Character.toString(c));
    isInLine = true;
  }

  private void newLine() {
    terminal.out().println();
    isInLine = false;
  }
}
