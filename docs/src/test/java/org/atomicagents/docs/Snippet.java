package org.atomicagents.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A code sample of a page: a region of a class of these tests or of the examples of scaling out, or
 * a complete file without its package.
 */
record Snippet(String file, String region) {
  private static final Pattern MARKER =
      Pattern.compile("<!-- snippet ([\\w-]+)(?:#([\\w-]+))? -->");

  /** Parses the comment before a fence. */
  static Snippet named(String comment) {
    Matcher marker = MARKER.matcher(comment);
    if (!marker.matches()) {
      throw new IllegalArgumentException(
          "expected <!-- snippet Class#region --> before the fence, found: " + comment);
    }
    return new Snippet(marker.group(1), marker.group(2) == null ? "" : marker.group(2));
  }

  /** Returns the code without its common indentation. */
  String text(Path... sources) throws IOException {
    List<String> lines = Files.readAllLines(find(sources));
    List<String> excerpt = region.isEmpty() ? withoutPackage(lines) : region(lines);
    // A blank last line would count as a line without indentation.
    return String.join("\n", excerpt).stripTrailing().stripIndent().strip();
  }

  private Path find(Path... sources) throws IOException {
    var found = new ArrayList<Path>();
    for (Path folder : sources) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(path -> path.getFileName().toString().equals(file + ".java"))
            .forEach(found::add);
      }
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "expected one %s.java below %s, found %s".formatted(file, List.of(sources), found));
    }
    return found.getFirst();
  }

  private static List<String> withoutPackage(List<String> lines) {
    return lines.stream().filter(line -> !line.startsWith("package ")).toList();
  }

  private List<String> region(List<String> lines) {
    var excerpt = new ArrayList<String>();
    int start = indexOf(lines, "// @start region=\"" + region + "\"", 0);
    int end = indexOf(lines, "// @end", start);
    for (String line : lines.subList(start + 1, end)) {
      excerpt.add(line);
    }
    return excerpt;
  }

  private int indexOf(List<String> lines, String expected, int from) {
    for (int i = from; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(expected)) {
        return i;
      }
    }
    throw new IllegalArgumentException("%s.java has no line %s".formatted(file, expected));
  }
}
