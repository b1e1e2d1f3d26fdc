package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The index of the examples in examples/README.md. */
class ExamplesIndexTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** The modules of examples, as paths from the index. */
  private static final List<String> MODULES = List.of("", "scale-out/");

  private static final Path PACKAGE = Path.of("org/atomicagents/examples");
  private static final Pattern LINK = Pattern.compile("\\[([^]]+)]\\(([^)#]+)[^)]*\\)");

  /** Pages that describe no capability of their own. */
  private static final Set<String> OTHER_PAGES =
      Set.of("README.md", "performance.md", "performance-guide.md", "from-python.md");

  /** A row of the index: the link to the example, and the others. */
  private record Row(String name, String file, String content, String pages) {
    static Row parse(String line) {
      String[] cells = line.split("\\|", -1);
      var link = LINK.matcher(cells[1]);
      assertThat(link.find()).as(line).isTrue();
      return new Row(
          link.group(1), link.group(2), cells[2].strip(), cells.length > 3 ? cells[3].strip() : "");
    }

    List<String> linkedPages() {
      return LINK.matcher(pages)
          .results()
          .map(match -> match.group(2).replace("../docs/", ""))
          .toList();
    }
  }

  @Test
  void everyExampleHasARowAndEveryRowAnExample() throws IOException {
    Set<String> rows =
        rows().stream()
            .filter(row -> row.file().endsWith(".java"))
            .map(row -> row.name() + " " + row.file())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(rows).isEqualTo(programs());
  }

  @Test
  void everyRowDescribesItsExampleAndLinksAPage() throws IOException {
    assertThat(rows()).extracting(Row::content).doesNotHaveDuplicates().noneMatch(String::isBlank);
    assertThat(rows()).allSatisfy(row -> assertThat(row.linkedPages()).isNotEmpty());
  }

  @Test
  void everyPageOfACapabilityHasAnExample() throws IOException {
    Set<String> linked =
        rows().stream()
            .flatMap(row -> row.linkedPages().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> pages;
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      pages =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".md") && !OTHER_PAGES.contains(name))
              .collect(Collectors.toCollection(TreeSet::new));
    }

    assertThat(linked).containsAll(pages);
  }

  @Test
  void everyPageLinksItsExamples() throws IOException {
    for (Row row : rows()) {
      for (String page : row.linkedPages()) {
        assertThat(MarkdownFile.read(ROOT.resolve("docs").resolve(page)).links())
            .as(page)
            .contains("../examples/" + row.file());
      }
    }
  }

  private static List<Row> rows() throws IOException {
    return MarkdownFile.read(ROOT.resolve("examples/README.md")).prose().stream()
        .filter(line -> line.startsWith("| ["))
        .map(Row::parse)
        .toList();
  }

  /** Returns the names and files of the classes with a main method, as the index writes them. */
  private static Set<String> programs() throws IOException {
    var programs = new TreeSet<String>();
    for (String module : MODULES) {
      String folder = module + "src/main/java";
      Path sources = ROOT.resolve("examples").resolve(folder);
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          if (Files.readString(file).contains("static void main(String... args)")) {
            Path inPackage = sources.resolve(PACKAGE).relativize(file);
            String name =
                Arrays.stream(inPackage.toString().replace(".java", "").split("[/\\\\]"))
                    .collect(Collectors.joining("."));
            programs.add(
                name + " " + folder + "/" + PACKAGE + "/" + name.replace('.', '/') + ".java");
          }
        }
      }
    }
    return programs;
  }
}
