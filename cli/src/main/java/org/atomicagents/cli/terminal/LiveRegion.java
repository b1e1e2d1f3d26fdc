package org.atomicagents.cli.terminal;

import java.util.List;

/**
 * The last lines of a terminal, which are redrawn when they change.
 *
 * <p>The cursor is below these lines. A terminal that becomes narrower wraps them itself; the
 * resulting rows are counted and overwritten. Rows that have scrolled out of the screen cannot be
 * overwritten. A long region is therefore drawn on the alternate screen, which shows its last lines
 * and has no scrollback, and all lines are written to the main screen at the end.
 *
 * <p>Not thread-safe.
 */
final class LiveRegion {
  private static final int DEFAULT_LINES = 12;
  private static final String ENTER_ALTERNATE_SCREEN = "\033[?1049h";
  private static final String LEAVE_ALTERNATE_SCREEN = "\033[?1049l";

  private final TerminalOutput out;
  private final TerminalSize window;
  private List<StyledText> drawnLines = List.of();
  private TerminalSize.CharacterSize size;
  private boolean isOnAlternateScreen;

  LiveRegion(TerminalOutput out, TerminalSize window) {
    this.out = out;
    this.window = window;
    this.size = window.size();
  }

  /** Replaces the drawn lines; each line must be narrower than the terminal. */
  void draw(List<StyledText> lines) {
    TerminalSize.CharacterSize now = window.size();
    int maxLines = Math.min(now.rows() - 1, Math.max(DEFAULT_LINES, now.rows() / 3));
    if (!isOnAlternateScreen && lines.size() > maxLines) {
      erase();
      out.control(ENTER_ALTERNATE_SCREEN);
      isOnAlternateScreen = true;
    }
    if (isOnAlternateScreen) {
      drawTail(lines, now);
    } else {
      redraw(lines, now);
    }
    out.flush();
  }

  /** Removes the drawn lines. */
  void erase() {
    if (isOnAlternateScreen) {
      out.control(LEAVE_ALTERNATE_SCREEN);
      isOnAlternateScreen = false;
    } else if (!drawnLines.isEmpty()) {
      out.control(moveUp(0, window.size()) + "\033[J");
    }
    drawnLines = List.of();
    out.flush();
  }

  /** Replaces the drawn lines and leaves the new ones in the scrollback. */
  void finish(List<StyledText> lines) {
    if (isOnAlternateScreen) {
      erase();
    }
    redraw(lines, window.size());
    drawnLines = List.of();
    out.flush();
  }

  private void redraw(List<StyledText> lines, TerminalSize.CharacterSize now) {
    int same = now.equals(size) ? commonLineCount(lines) : 0;
    if (same == lines.size() && same == drawnLines.size()) {
      return;
    }
    out.control(moveUp(same, now) + (now.equals(size) ? "" : "\033[J"));
    write(lines.subList(same, lines.size()));
    drawnLines = List.copyOf(lines);
    size = now;
  }

  private void drawTail(List<StyledText> lines, TerminalSize.CharacterSize now) {
    List<StyledText> visible =
        lines.subList(Math.max(0, lines.size() - now.rows() + 1), lines.size());
    if (visible.equals(drawnLines) && now.equals(size)) {
      return;
    }
    out.control("\033[H");
    write(visible);
    drawnLines = List.copyOf(visible);
    size = now;
  }

  private void write(List<StyledText> lines) {
    for (StyledText line : lines) {
      out.print(line);
      out.control("\033[K\n");
    }
    out.control("\033[J");
  }

  private int commonLineCount(List<StyledText> lines) {
    int count = 0;
    while (count < Math.min(lines.size(), drawnLines.size())
        && lines.get(count).equals(drawnLines.get(count))) {
      count++;
    }
    return count;
  }

  /** Returns the sequence that moves the cursor up to the line with this index. */
  private String moveUp(int index, TerminalSize.CharacterSize now) {
    int rows = 0;
    for (StyledText line : drawnLines.subList(index, drawnLines.size())) {
      rows += Math.max(1, Math.ceilDiv(line.width(), now.columns()));
    }
    return rows == 0 ? "\r" : "\r\033[" + rows + "A";
  }
}
