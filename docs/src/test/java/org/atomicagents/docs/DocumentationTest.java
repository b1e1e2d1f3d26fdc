package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.openai.Provider;
import org.atomicagents.time.Phase;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path[] SOURCES = {
    ROOT.resolve("docs/src/test"), ROOT.resolve("examples/scale-out/src")
  };

  /** The modules whose public types and members the pages may name. */
  private static final String[] LIBRARIES = {
    "core", "providers", "tokenizers", "performance", "storage", "langchain4j", "testing", "redis"
  };

  /** Those whose own libraries are not in the class path of these tests. */
  private static final String[] SCALE_OUT_LIBRARIES = {"durable", "spark"};

  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
  private static final Pattern OUR_VERSION =
      Pattern.compile(
          "<artifactId>atomic-agents-[\\w-]+</artifactId>\\s*<version>([^<]+)</version>");
  private static final Pattern PART_OF = Pattern.compile("<!-- part of (\\S+) -->");
  private static final Pattern PUBLIC_TYPE =
      Pattern.compile(
          "^public (?:[a-z-]+ )*(?:class|record|interface|enum|@interface) (\\w+)",
          Pattern.MULTILINE);
  // Not used by the library yet, and therefore not documented.
  private static final Set<String> UNUSED_TYPES = Set.of();

  @TestFactory
  Stream<DynamicTest> everyJavaFenceMatchesItsSnippet() throws IOException {
    return pages().stream()
        .flatMap(page ->
            fences(page, "java")
                .map(fence ->
                    dynamicTest(
                        at(page, fence),
                        () ->
                            assertThat(fence.text().strip())
                                .isEqualTo(Snippet.named(fence.before()).text(SOURCES)))));
  }

  @TestFactory
  Stream<DynamicTest> everyCommandNamesExistingFiles() throws IOException {
    return pages().stream()
        .flatMap(page ->
            fences(page, "bash")
                .map(fence ->
                    dynamicTest(at(page, fence), () -> assertThat(missingFiles(fence)).isEmpty())));
  }

  @TestFactory
  Stream<DynamicTest> everyRelativeLinkHasATarget() throws IOException {
    return pages().stream()
        .map(page ->
            dynamicTest(
                ROOT.relativize(page.path()).toString(),
                () ->
                    assertThat(page.links().stream().filter(link -> isDead(page, link)))
                        .isEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> everyFigureIsThatOfTheMeasuredTables() throws IOException {
    MeasuredTables tables = MeasuredTables.read(ROOT.resolve("docs/performance.md"));
    return pages().stream()
        .flatMap(page ->
            page.lines().stream()
                .flatMap(line -> MeasuredTables.FIGURE.matcher(line).results())
                .map(figure ->
                    dynamicTest(
                        ROOT.relativize(page.path()) + ": " + figure.group(2),
                        () -> assertThat(figure.group(4)).isEqualTo(tables.figure(figure)))));
  }

  @Test
  void everyMarkerOfAFigureIsComplete() throws IOException {
    for (MarkdownFile page : pages()) {
      assertThat(page.lines())
          .as(page.toString())
          .allSatisfy(line ->
              assertThat(MeasuredTables.FIGURE.matcher(line).results().count())
                  .as(line)
                  .isEqualTo(line.split("<!-- figure ", -1).length - 1L));
    }
  }

  @Test
  void everyVersionMatchesTheBuild() throws IOException {
    String version = versionOf(Files.readString(ROOT.resolve("pom.xml")));

    for (MarkdownFile page : pages()) {
      assertThat(fences(page, "xml").flatMap(fence -> OUR_VERSION.matcher(fence.text()).results()))
          .as(page.toString())
          .allMatch(match -> match.group(1).equals(version));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyPartOfAFileMatchesThatFile() throws IOException {
    return pages().stream()
        .flatMap(page ->
            page.fences().stream()
                .filter(fence -> PART_OF.matcher(fence.before()).matches())
                .map(fence ->
                    dynamicTest(
                        at(page, fence),
                        () ->
                            assertThat(unindented(Files.readString(partOf(fence))))
                                .contains(unindented(fence.text())))));
  }

  @TestFactory
  Stream<DynamicTest> everyPageLinksItsSections() throws IOException {
    return guides().stream()
        .map(page ->
            dynamicTest(
                ROOT.relativize(page.path()).toString(),
                () ->
                    assertThat(page.links())
                        .containsAll(
                            page.sections().stream().map(section -> "#" + section).toList())));
  }

  @Test
  void tableOfContentsLinksEveryPage() throws IOException {
    List<String> links = MarkdownFile.read(ROOT.resolve("docs/README.md")).links();

    assertThat(guides())
        .extracting(page -> page.path().getFileName().toString())
        .allMatch(name -> name.equals("README.md") || links.contains(name));
  }

  @Test
  void indexLinksEveryDecision() throws IOException {
    Path folder = ROOT.resolve("docs/adr");
    List<String> links = MarkdownFile.read(folder.resolve("README.md")).links();

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.equals("README.md") || links.contains(name));
    }
  }

  @Test
  void tableOfProvidersIsComplete() throws IOException {
    assertThat(MarkdownFile.read(ROOT.resolve("docs/providers.md")).lines())
        .containsAll(Provider.presets().stream().map(DocumentationTest::tableRow).toList());
  }

  @Test
  void documentsEveryThrownException() throws IOException {
    Set<String> thrown = used(leaves(AgentException.class).map(Class::getSimpleName), ".");

    assertThat(firstCells("docs/errors.md")).containsAll(thrown);
    assertThat(firstCells("docs/errors.md"))
        .noneMatch(cell ->
            leaves(AgentException.class)
                .map(Class::getSimpleName)
                .anyMatch(name -> name.equals(cell) && !thrown.contains(name)));
  }

  @Test
  void documentsEveryEvent() throws IOException {
    assertThat(firstCells("docs/observability.md"))
        .containsAll(leaves(AgentEvent.class).map(Class::getSimpleName).toList());
  }

  @Test
  void documentsEveryRecordedPhase() throws IOException {
    Set<String> recorded =
        used(Arrays.stream(Phase.values()).map(phase -> "Phase." + phase), "").stream()
            .map(name -> name.substring("Phase.".length()))
            .collect(Collectors.toSet());

    assertThat(firstCells("docs/observability.md"))
        .containsAll(recorded)
        .noneMatch(cell ->
            Arrays.stream(Phase.values()).map(Phase::name).anyMatch(cell::equals)
                && !recorded.contains(cell));
  }

  @Test
  void tableOfPackagesIsComplete() throws IOException {
    List<String> unused =
        leaves(AgentException.class)
            .map(Class::getSimpleName)
            .filter(name -> used(Stream.of(name), ".").isEmpty())
            .toList();
    var expected = new TreeMap<String, Set<String>>();
    List<Path> files = new ArrayList<>(sources(LIBRARIES));
    files.addAll(sources(SCALE_OUT_LIBRARIES));
    for (Path file : files) {
      var type = PUBLIC_TYPE.matcher(Files.readString(file));
      String packageName = packageOf(file);
      if (!packageName.contains(".internal") && type.find()) {
        String name = type.group(1);
        if (!UNUSED_TYPES.contains(name) && !unused.contains(name)) {
          expected.computeIfAbsent(packageName, key -> new TreeSet<>()).add(name);
        }
      }
    }

    var found = new TreeMap<String, Set<String>>();
    for (String line : MarkdownFile.read(ROOT.resolve("docs/README.md")).lines()) {
      List<String> cells = cells(line);
      if (cells.size() == 3 && cells.getFirst().startsWith("`org.atomicagents")) {
        found.put(
            cells.getFirst().replace("`", ""),
            new TreeSet<>(List.of(cells.getLast().replace("`", "").split(", "))));
      }
    }

    assertThat(found).isEqualTo(expected);
  }

  @TestFactory
  Stream<DynamicTest> everyMemberNamedInAPageExists() throws IOException {
    PublicMembers members =
        PublicMembers.of(sources(LIBRARIES)).withSources(sources(SCALE_OUT_LIBRARIES));
    var pages = new ArrayList<>(guides());
    pages.add(MarkdownFile.read(ROOT.resolve("README.md")));
    return pages.stream()
        .map(page ->
            dynamicTest(
                ROOT.relativize(page.path()).toString(),
                () ->
                    assertThat(page.inlineCode().stream().flatMap(members::missingIn)).isEmpty()));
  }

  private static List<MarkdownFile> pages() throws IOException {
    return MarkdownFile.all(ROOT);
  }

  /** Returns the pages in the folder docs. */
  private static List<MarkdownFile> guides() throws IOException {
    return pages().stream()
        .filter(page -> page.path().getParent().equals(ROOT.resolve("docs")))
        .toList();
  }

  /** Returns the names in code style that begin the rows of a page's tables. */
  private static List<String> firstCells(String page) throws IOException {
    return MarkdownFile.read(ROOT.resolve(page)).lines().stream()
        .filter(line -> line.startsWith("| `"))
        .map(line -> cells(line).getFirst().replace("`", ""))
        .toList();
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.split("\\|"))
        .map(String::strip)
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  /** Returns the names that the libraries use outside of the file of that name. */
  private static Set<String> used(Stream<String> names, String suffix) {
    try {
      var used = new TreeSet<String>();
      List<String> all = names.toList();
      for (Path file : sources("core", "providers", "tokenizers", "performance")) {
        String text = Files.readString(file);
        all.stream()
            .filter(name -> !file.endsWith(name + ".java"))
            .filter(name ->
                Pattern.compile(
                        "\\b" + Pattern.quote(name + suffix) + (suffix.isEmpty() ? "\\b" : "[a-z]"))
                    .matcher(text)
                    .find())
            .forEach(used::add);
      }
      return used;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources(String... modules) throws IOException {
    var sources = new ArrayList<Path>();
    for (String module : modules) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }

  private static String packageOf(Path source) {
    Path folder = source.getParent();
    Path root = folder;
    while (!root.endsWith("src/main/java")) {
      root = root.getParent();
    }
    return root.relativize(folder).toString().replace(File.separatorChar, '.');
  }

  /** Returns the qualified name of the type in a source file. */
  static String typeName(Path source) {
    String file = source.getFileName().toString();
    return packageOf(source) + "." + file.substring(0, file.length() - ".java".length());
  }

  private static Path partOf(MarkdownFile.Fence fence) {
    var marker = PART_OF.matcher(fence.before());
    assertThat(marker.matches()).isTrue();
    return ROOT.resolve(marker.group(1));
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static Stream<MarkdownFile.Fence> fences(MarkdownFile page, String language) {
    return page.fences().stream().filter(fence -> fence.language().equals(language));
  }

  private static String at(MarkdownFile page, MarkdownFile.Fence fence) {
    return ROOT.relativize(page.path()) + ":" + fence.line();
  }

  /** Returns the commands of the repository and the arguments of -pl that do not exist. */
  private static List<String> missingFiles(MarkdownFile.Fence fence) {
    var missing = new ArrayList<String>();
    for (String line : fence.lines()) {
      List<String> words = Arrays.asList(line.split("[\\s$()]+"));
      for (int i = 0; i < words.size(); i++) {
        boolean isModule = i > 0 && words.get(i - 1).equals("-pl");
        boolean isCommand = words.get(i).matches("(\\./|\\.?[\\w-]+/)[\\w./-]*");
        if ((isModule || isCommand) && !Files.exists(ROOT.resolve(words.get(i)))) {
          missing.add(words.get(i));
        }
      }
    }
    return missing;
  }

  private static boolean isDead(MarkdownFile page, String link) {
    if (link.matches("[a-z]+:.*")) {
      return false;
    }
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) {
      return true;
    }
    try {
      return parts.length == 2 && !MarkdownFile.read(target).anchors().contains(parts[1]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String versionOf(String pom) {
    var version = VERSION.matcher(pom);
    assertThat(version.find()).isTrue();
    return version.group(1);
  }

  private static String tableRow(Provider preset) {
    String key = preset.keyVariable() == null ? "none" : "`" + preset.keyVariable() + "`";
    String model =
        preset.defaultModel() == null ? "named by you" : "`" + preset.defaultModel() + "`";
    return "| %s | `%s` | %s | `%s` | %s |"
        .formatted(preset.name(), preset.id(), key, preset.urlVariable(), model);
  }

  private static Stream<Class<?>> leaves(Class<?> root) {
    Class<?>[] permitted = root.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(root)
        : Arrays.stream(permitted).flatMap(DocumentationTest::leaves);
  }
}
