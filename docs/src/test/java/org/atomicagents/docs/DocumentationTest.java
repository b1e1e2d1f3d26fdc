package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentException;
import org.atomicagents.openai.Provider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path SOURCES = ROOT.resolve("docs/src/test");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  @TestFactory
  Stream<DynamicTest> everyJavaFenceIsCodeThatIsRun() throws IOException {
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
  Stream<DynamicTest> everyCommandNamesFilesThatAreThere() throws IOException {
    return pages().stream()
        .flatMap(page ->
            fences(page, "bash")
                .map(fence ->
                    dynamicTest(at(page, fence), () -> assertThat(missingFiles(fence)).isEmpty())));
  }

  @TestFactory
  Stream<DynamicTest> everyRelativeLinkLeadsSomewhere() throws IOException {
    return pages().stream()
        .map(page ->
            dynamicTest(
                ROOT.relativize(page.path()).toString(),
                () ->
                    assertThat(page.links().stream().filter(link -> isDead(page, link)))
                        .isEmpty()));
  }

  @Test
  void theVersionIsThatOfTheBuild() throws IOException {
    String version = versionOf(Files.readString(ROOT.resolve("pom.xml")));

    for (MarkdownFile page : pages()) {
      assertThat(fences(page, "xml").flatMap(fence -> VERSION.matcher(fence.text()).results()))
          .as(page.toString())
          .allMatch(match -> match.group(1).equals(version));
    }
  }

  @Test
  void everyProviderStandsInTheTable() throws IOException {
    for (String page : List.of("README.md", "docs/providers.md")) {
      assertThat(MarkdownFile.read(ROOT.resolve(page)).lines())
          .as(page)
          .containsAll(Provider.presets().stream().map(DocumentationTest::row).toList());
    }
  }

  @Test
  void everyExceptionAndEventIsExplained() throws IOException {
    var names = new ArrayList<String>();
    leaves(AgentException.class).forEach(type -> names.add("| `" + type.getSimpleName() + "`"));
    leaves(AgentEvent.class).forEach(type -> names.add("| `" + type.getSimpleName() + "`"));

    List<String> lines = MarkdownFile.read(ROOT.resolve("docs/quickstart.md")).lines();

    assertThat(names).allMatch(name -> lines.stream().anyMatch(line -> line.startsWith(name)));
  }

  private static List<MarkdownFile> pages() throws IOException {
    var pages = new ArrayList<MarkdownFile>();
    for (String name :
        List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md")) {
      pages.add(MarkdownFile.read(ROOT.resolve(name)));
    }
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
        pages.add(MarkdownFile.read(file));
      }
    }
    return pages;
  }

  private static Stream<MarkdownFile.Fence> fences(MarkdownFile page, String language) {
    return page.fences().stream().filter(fence -> fence.language().equals(language));
  }

  private static String at(MarkdownFile page, MarkdownFile.Fence fence) {
    return ROOT.relativize(page.path()) + ":" + fence.line();
  }

  /** The commands of the repository, and the modules that Maven is told of, that aren't there. */
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

  private static String row(Provider preset) {
    String key = preset.keyVariable() == null ? "none" : "`" + preset.keyVariable() + "`";
    String usual =
        preset.defaultModel() == null ? "named by you" : "`" + preset.defaultModel() + "`";
    return "| %s | `%s` | %s | `%s` | %s |"
        .formatted(preset.name(), preset.id(), key, preset.urlVariable(), usual);
  }

  private static Stream<Class<?>> leaves(Class<?> root) {
    Class<?>[] permitted = root.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(root)
        : Arrays.stream(permitted).flatMap(DocumentationTest::leaves);
  }
}
