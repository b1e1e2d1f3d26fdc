package org.atomicagents.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The tables of docs/performance.md, from which other pages copy figures. */
record MeasuredTables(List<String> lines) {
  /**
   * A figure in the text of a page: {@code <!-- figure TABLE: ROW -->1.2 ms<!-- end figure -->}, or
   * with {@code @ PEER} after the row.
   */
  static final Pattern FIGURE =
      Pattern.compile(
          "<!-- figure ([\\w-]+): ([^@>]+?)(?: @ ([^>]+?))? -->([^<]*)<!-- end figure -->");

  static MeasuredTables read(Path page) throws IOException {
    return new MeasuredTables(MarkdownFile.read(page).lines());
  }

  /**
   * Returns the figure that a marker names.
   *
   * @throws IllegalArgumentException if there is no such table, row or figure of a peer
   */
  String figure(MatchResult marker) {
    String table = marker.group(1);
    List<String> rows = table(table);
    List<String> header = cells(rows.getFirst());
    List<String> row =
        rows.stream()
            .map(MeasuredTables::cells)
            .filter(cells -> cells.getFirst().equals(marker.group(2)))
            .findFirst()
            .orElseThrow(() -> missing("row \"" + marker.group(2) + "\"", table));
    String peer = marker.group(3);
    if (peer == null) {
      return row.get(header.indexOf("Atomic Agents"));
    }
    if (header.contains(peer)) {
      return row.get(header.indexOf(peer));
    }
    return Arrays.stream(row.getLast().split("; "))
        .filter(other -> other.startsWith(peer + " "))
        .map(other -> other.substring(peer.length() + 1))
        .findFirst()
        .orElseThrow(() -> missing("figure of " + peer, table));
  }

  private List<String> table(String name) {
    int start = lines.indexOf("<!-- table " + name + " -->");
    if (start < 0) {
      throw missing("table", name);
    }
    return lines.stream().skip(start + 1L).takeWhile(line -> line.startsWith("|")).toList();
  }

  private static IllegalArgumentException missing(String part, String table) {
    return new IllegalArgumentException(
        "docs/performance.md: expected a %s in the table %s".formatted(part, table));
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|", -1))
        .map(String::strip)
        .toList();
  }
}
