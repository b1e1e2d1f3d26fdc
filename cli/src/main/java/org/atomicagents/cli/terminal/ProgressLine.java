package org.atomicagents.cli.terminal;

import java.util.List;

/** A line at the end of the terminal of the errors, which is redrawn. Not thread-safe. */
public final class ProgressLine {
  private final LiveRegion region;
  private final TerminalSize window;

  /** Creates a line; requires a terminal ({@link Terminal#isErrorTerminal()}). */
  public ProgressLine(Terminal terminal) {
    // The size is that of the terminal of the results; both are the same one, if there are two.
    this.window =
        terminal.isLive()
            ? terminal.terminalSize()
            : TerminalSize.ofColumns(TerminalSize.DEFAULT_COLUMNS);
    this.region = new LiveRegion(terminal.errors(), window);
  }

  /** Returns the number of columns of the line. */
  public int width() {
    return window.size().columns() - 1;
  }

  /** Replaces the line; the part beyond the width is not shown. */
  public void draw(StyledText text) {
    StyledText line = text;
    if (line.width() > width()) {
      String plain = line.text();
      line = StyledText.plain(plain.substring(0, Math.min(plain.length(), width())));
    }
    region.draw(List.of(line));
  }

  /** Removes the line. */
  public void clear() {
    region.erase();
  }
}
