package org.atomicagents.cli.bench;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.cli.terminal.AnsiStyle;
import org.atomicagents.cli.terminal.StyledText;

/** A table of right-aligned columns for a terminal; the first column is left-aligned. */
final class TextTable {
  private static final int GAP = 2;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(List<String> header) {
    this.header = List.copyOf(header);
  }

  /** Adds a row with a cell for each column. */
  void add(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  /**
   * Returns the lines; columns that do not fit into the width are left out, the last ones first.
   */
  List<StyledText> lines(int width) {
    int[] widths = new int[header.size()];
    for (int column = 0; column < widths.length; column++) {
      int widest = header.get(column).length();
      for (List<String> row : rows) {
        widest = Math.max(widest, row.get(column).length());
      }
      widths[column] = widest;
    }
    int columns = fitting(widths, width);
    var lines = new ArrayList<StyledText>();
    lines.add(StyledText.of(AnsiStyle.CYAN, line(header, widths, columns)));
    rows.forEach(row -> lines.add(StyledText.plain(line(row, widths, columns))));
    return lines;
  }

  private static int fitting(int[] widths, int available) {
    long used = GAP;
    for (int column = 0; column < widths.length; column++) {
      used += widths[column] + (column == 0 ? 0 : GAP);
      if (used > available) {
        return Math.max(1, column);
      }
    }
    return widths.length;
  }

  private static String line(List<String> cells, int[] widths, int columns) {
    var text = new StringBuilder(" ".repeat(GAP));
    for (int column = 0; column < columns; column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(widths[column] - cell.length());
      if (column == 0) {
        text.append(cell).append(padding);
      } else {
        text.append(" ".repeat(GAP)).append(padding).append(cell);
      }
    }
    return text.toString().stripTrailing();
  }
}
