package org.atomicagents.cli.terminal;

/** Writes indented text as it arrives, to an output where written text cannot be erased. */
final class StreamingText {
  private static final String INDENT = "  ";

  private final Terminal terminal;
  private boolean isInLine;

  StreamingText(Terminal terminal) {
    this.terminal = terminal;
  }

  void add(String chunk) {
    Terminal.escapeControls(chunk).codePoints().forEach(this::add);
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
