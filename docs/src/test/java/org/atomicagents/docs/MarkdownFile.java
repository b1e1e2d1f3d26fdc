package org.atomicagents.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation: its fences, links and headings. */
record MarkdownFile(Path path, List<String> lines) {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final String GENERATED = "(.*[/\\\\])?(target|node_modules)[/\\\\].*";
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  /**
   * A fenced block.
   *
   * @param line the number of its first line in the page
   * @param before the last line before it that is not blank
   */
  record Fence(String language, int line, String before, List<String> lines) {
    String text() {
      return String.join("\n", lines);
    }
  }

  static MarkdownFile read(Path path) throws IOException {
    return new MarkdownFile(path, Files.readAllLines(path));
  }

  /** Returns all pages of the repository, in the order of their paths. */
  static List<MarkdownFile> all(Path root) throws IOException {
    var pages = new ArrayList<MarkdownFile>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : entries.filter(path -> !isIgnored(path)).sorted().toList()) {
        try (Stream<Path> files = Files.walk(entry)) {
          for (Path file :
              files
                  .filter(path -> path.toString().endsWith(".md"))
                  .filter(path -> !root.relativize(path).toString().matches(GENERATED))
                  .sorted()
                  .toList()) {
            pages.add(read(file));
          }
        }
      }
    }
    return pages;
  }

  private static boolean isIgnored(Path entry) {
    return entry.getFileName().toString().startsWith(".");
  }

  List<Fence> fences() {
    var fences = new ArrayList<Fence>();
    String before = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        int end = i + 1;
        while (!lines.get(end).startsWith("```")) {
          end++;
        }
        fences.add(new Fence(line.substring(3).strip(), i + 1, before, lines.subList(i + 1, end)));
        i = end;
      } else if (!line.isBlank()) {
        before = line.strip();
      }
    }
    return fences;
  }

  /** Returns the targets of the links, except in code. */
  List<String> links() {
    return prose().stream()
        .flatMap(line -> LINK.matcher(CODE.matcher(line).replaceAll("")).results())
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /** Returns the texts in code style outside of fences. */
  List<String> inlineCode() {
    return prose().stream()
        .flatMap(line -> CODE.matcher(line).results())
        .map(match -> match.group().substring(1, match.group().length() - 1))
        .toList();
  }

  /** Returns the anchors of all headings, as GitHub makes them. */
  List<String> anchors() {
    return anchors("#");
  }

  /** Returns the anchors of the headings of the second level. */
  List<String> sections() {
    return anchors("## ");
  }

  private List<String> anchors(String start) {
    return prose().stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  /** Returns the lines outside of fences. */
  List<String> prose() {
    var prose = new ArrayList<String>();
    boolean fenced = false;
    for (String line : lines) {
      if (line.startsWith("```")) {
        fenced = !fenced;
      } else if (!fenced) {
        prose.add(line);
      }
    }
    return prose;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
