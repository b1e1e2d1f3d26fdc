package org.atomicagents.cli.terminal;

/** Writes indented text as it arrives, to an output where written text cannot be erased. */
final class StreamingText {
  private static final String INDENT = "  ";

  private final Terminal terminal;
  private final TextCleaner cleaner = new TextCleaner();
  private boolean isInLine;

  StreamingText(Terminal terminal) {
    this.terminal = terminal;
  }

  void add(String chunk) {
    cleaner.add(chunk).take().codePoints().forEach(this::add);
    terminal.out().flush();
  }

  /** Ends the last line. */
  void end() {
    cleaner.end().codePoints().forEach(this::add);
    if (isInLine) {
      newLine();
    }
    terminal.out().flush();
  }

  private void add(int c) {
    if (c == '\n') {
      newLine();
    } else if (c != '\r') {
      terminal.out().print((isInLine ? "" : INDENT) + Character.toString(c));
      isInLine = true;
    }
  }

  private void newLine() {
    terminal.out().println();
    isInLine = false;
  }
}
