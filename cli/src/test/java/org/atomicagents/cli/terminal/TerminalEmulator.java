package org.atomicagents.cli.terminal;

import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * An emulator of the terminal control sequences that the commands use.
 *
 * <p>Like common terminals, it wraps long lines, rewraps them when its size changes, and keeps a
 * scrollback.
 */
public class TerminalEmulator extends Writer {
  private int columns;
  private int rows;
  private List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int line;
  private int column;
  private int top;
  private String pending = "";
  private Saved saved;

  private record Saved(List<StringBuilder> lines, int line, int column) {}

  public TerminalEmulator(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Returns the final lines of a text on a terminal that is large enough for all of them. */
  public static String of(String written) {
    var screen = new TerminalEmulator(10_000, 10_000);
    screen.take(written);
    return screen.all();
  }

  @Override
  public synchronized void write(char[] text, int offset, int length) {
    take(new String(text, offset, length));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  synchronized void resize(int newColumns, int newRows) {
    columns = newColumns;
    rows = newRows;
    top = Math.max(0, row() - rows + 1);
  }

  /** Returns the visible lines, without trailing empty ones. */
  synchronized String visible() {
    List<String> all = broken();
    return String.join("\n", all.subList(Math.min(top, all.size()), all.size())).stripTrailing();
  }

  /** Returns the visible lines and the scrollback. */
  public synchronized String all() {
    return String.join("\n", broken());
  }

  private List<String> broken() {
    var all = new ArrayList<String>();
    for (StringBuilder logicalLine : lines) {
      int start = 0;
      do {
        int end = Math.min(logicalLine.length(), start + columns);
        all.add(logicalLine.substring(start, end).stripTrailing());
        start = end;
      } while (start < logicalLine.length());
    }
    return all;
  }

  private void take(String text) {
    String written = pending + text;
    int at = 0;
    while (at < written.length()) {
      int end = at + 1;
      if (written.charAt(at) == '\033') {
        end = codeEnd(written, at);
        if (end < 0) {
          break;
        }
      }
      take(written, at, end);
      at = end;
    }
    pending = written.substring(at);
  }

  private static int codeEnd(String written, int at) {
    for (int end = at + 2; end < written.length(); end++) {
      if (Character.isLetter(written.charAt(end))) {
        return end + 1;
      }
    }
    return -1;
  }

  private void take(String written, int at, int end) {
    char c = written.charAt(at);
    switch (c) {
      case '\n' -> newLine();
      case '\r' -> column = rowStart();
      case '\033' -> code(written.substring(at + 2, end - 1), written.charAt(end - 1));
      default -> put(c);
    }
    top = Math.max(top, row() - rows + 1);
  }

  private void put(char c) {
    StringBuilder current = lines.get(line);
    while (current.length() < column) {
      current.append(' ');
    }
    if (column < current.length()) {
      current.setCharAt(column, c);
    } else {
      current.append(c);
    }
    column++;
  }

  private void newLine() {
    if (rowStart() + columns < lines.get(line).length()) {
      column = rowStart() + columns;
      return;
    }
    line++;
    column = 0;
    if (line == lines.size()) {
      lines.add(new StringBuilder());
    }
  }

  private void code(String number, char kind) {
    StringBuilder current = lines.get(line);
    switch (kind) {
      case 'A' -> moveTo(Math.max(top, row() - Integer.parseInt(number)));
      case 'H' -> moveTo(top);
      case 'K' -> eraseToTheRight(current);
      case 'J' -> {
        current.setLength(Math.min(column, current.length()));
        lines.subList(line + 1, lines.size()).clear();
      }
      case 'm' -> {}
      case 'h' -> enterAlternateScreen(number);
      case 'l' -> leaveAlternateScreen(number);
      default -> throw new IllegalArgumentException("unknown code " + number + kind);
    }
  }

  private void eraseToTheRight(StringBuilder current) {
    int rowEnd = rowStart() + columns;
    if (current.length() <= rowEnd) {
      current.setLength(Math.min(column, current.length()));
    } else {
      current.replace(column, rowEnd, " ".repeat(rowEnd - column));
    }
  }

  private void enterAlternateScreen(String number) {
    requireOther(number);
    saved = new Saved(lines, line, column);
    lines = new ArrayList<>(List.of(new StringBuilder()));
    line = 0;
    column = 0;
    top = 0;
  }

  private void leaveAlternateScreen(String number) {
    requireOther(number);
    lines = saved.lines();
    line = saved.line();
    column = saved.column();
    saved = null;
    top = Math.max(0, row() - rows + 1);
  }

  private static void requireOther(String number) {
    if (!number.equals("?1049")) {
      throw new IllegalArgumentException("unknown mode " + number);
    }
  }

  /**
   * Returns the start of the row in its line; a cursor after the last column belongs to the row.
   */
  private int rowStart() {
    return column == 0
        ? 0
        : (column - (column == lines.get(line).length() ? 1 : 0)) / columns * columns;
  }

  private int row() {
    int above = 0;
    for (StringBuilder logicalLine : lines.subList(0, line)) {
      above += Math.max(1, Math.ceilDiv(logicalLine.length(), columns));
    }
    return above + rowStart() / columns;
  }

  private void moveTo(int row) {
    int remaining = row;
    line = 0;
    int tall = Math.max(1, Math.ceilDiv(lines.getFirst().length(), columns));
    while (remaining >= tall) {
      remaining -= tall;
      line++;
      tall = Math.max(1, Math.ceilDiv(lines.get(line).length(), columns));
    }
    column = remaining * columns;
  }
}
