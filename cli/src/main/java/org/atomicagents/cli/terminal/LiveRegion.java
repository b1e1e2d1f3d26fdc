package org.atomicagents.cli.terminal;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;

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
  private static final Pattern STYLE_SEQUENCE = Pattern.compile("\033\\[[0-9;]*m");
  private static final int DEFAULT_LINES = 12;
  private static final String ENTER_ALTERNATE_SCREEN = "\033[?1049h";
  private static final String LEAVE_ALTERNATE_SCREEN = "\033[?1049l";

  private final PrintWriter out;
  private final TerminalSize window;
  private List<String> drawnLines = List.of();
  private TerminalSize.CharacterSize size;
  private boolean isOnAlternateScreen;

  LiveRegion(PrintWriter out, TerminalSize window) {
    this.out = out;
    this.window = window;
    this.size = window.size();
  }

  /** Replaces the drawn lines; each line must be narrower than the terminal. */
  void draw(List<String> lines) {
    TerminalSize.CharacterSize now = window.size();
    int maxLines = Math.min(now.rows() - 1, Math.max(DEFAULT_LINES, now.rows() / 3));
    if (!isOnAlternateScreen && lines.size() > maxLines) {
      erase();
      out.print(ENTER_ALTERNATE_SCREEN);
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
      out.print(LEAVE_ALTERNATE_SCREEN);
      isOnAlternateScreen = false;
    } else if (!drawnLines.isEmpty()) {
      out.print(moveUp(0, window.size()) + "\033[J");
    }
    drawnLines = List.of();
    out.flush();
  }

  /** Replaces the drawn lines and leaves the new ones in the scrollback. */
  void finish(List<String> lines) {
    if (isOnAlternateScreen) {
      erase();
    }
    redraw(lines, window.size());
    drawnLines = List.of();
    out.flush();
  }

  private void redraw(List<String> lines, TerminalSize.CharacterSize now) {
    int same = now.equals(size) ? commonLineCount(lines) : 0;
    if (same == lines.size() && same == drawnLines.size()) {
      return;
    }
    var text = new StringBuilder(moveUp(same, now));
    if (!now.equals(size)) {
      text.append("\033[J");
    }
    for (String line : lines.subList(same, lines.size())) {
      text.append(line).append("\033[K\n");
    }
    out.print(text.append("\033[J"));
    drawnLines = List.copyOf(lines);
    size = now;
  }

  private void drawTail(List<String> lines, TerminalSize.CharacterSize now) {
    List<String> visible = lines.subList(Math.max(0, lines.size() - now.rows() + 1), lines.size());
    if (visible.equals(drawnLines) && now.equals(size)) {
      return;
    }
    var text = new StringBuilder("\033[H");
    visible.forEach(line -> text.append(line).append("\033[K\n"));
    out.print(text.append("\033[J"));
    drawnLines = List.copyOf(visible);
    size = now;
  }

  private int commonLineCount(List<String> lines) {
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
    for (String line : drawnLines.subList(index, drawnLines.size())) {
      rows += Math.max(1, Math.ceilDiv(width(line), now.columns()));
    }
    return rows == 0 ? "\r" : "\r\033[" + rows + "A";
  }

  private static int width(String line) {
    return WordWrap.width(STYLE_SEQUENCE.matcher(line).replaceAll(""));
  }
}
