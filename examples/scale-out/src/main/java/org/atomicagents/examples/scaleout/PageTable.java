package org.atomicagents.examples.scaleout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A generated table of a page, between {@code <!-- table NAME -->} and {@code <!-- end table -->}.
 */
final class PageTable {
  static final String OPTION = "--write";
  private static final String END = "<!-- end table -->";

  private PageTable() {}

  /** Prints a table, and writes it into the page after {@code --write} if there is one. */
  static void print(String name, String table, String... args) throws IOException {
    System.out.println(table);
    int option = List.of(args).indexOf(OPTION);
    if (option >= 0) {
      Path page = Path.of(args[option + 1]);
      Files.writeString(page, replace(Files.readString(page), name, table));
    }
  }

  /** Returns a page with another table. */
  static String replace(String page, String name, String table) {
    String marker = "<!-- table " + name + " -->\n";
    int start = page.indexOf(marker);
    int end = page.indexOf(END, start);
    if (start < 0 || end < 0) {
      throw new IllegalArgumentException(
          "page: expected the lines " + marker.strip() + " and " + END + ", found none");
    }
    return page.substring(0, start + marker.length()) + table + "\n" + page.substring(end);
  }
}
