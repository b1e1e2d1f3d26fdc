package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The commands in pages besides {@code ./atomic}, whose options the module cli checks. */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BENCHMARK =
      Pattern.compile("benchmarks/(?:run|table|compare)((?: (?:--)?[a-z][a-z0-9-]*)*)");
  private static final Pattern NAMES = Pattern.compile("(?m)^names=\\(([^)]*)\\)");
  private static final Pattern PROFILE = Pattern.compile("mvn [^`\\n]*?-P([\\w-]+)");
  private static final Pattern PROPERTY = Pattern.compile("mvn [^`\\n]*?-D(quick|example)\\b");
  private static final Pattern EXAMPLE = Pattern.compile("-Dexample=([\\w.]+)");

  @Test
  void everyBenchmarkExists() throws IOException {
    assertThat(found(BENCHMARK))
        .flatMap(names -> List.of(names.strip().split(" ")))
        .filteredOn(name -> !name.isEmpty() && !name.startsWith("--"))
        .isNotEmpty()
        .isSubsetOf(benchmarks());
  }

  @Test
  void everyBenchmarkHasASection() throws IOException {
    assertThat(MarkdownFile.read(ROOT.resolve("benchmarks/README.md")).sections())
        .containsAll(benchmarks());
  }

  @Test
  void everyMavenProfileAndPropertyExists() throws IOException {
    String poms =
        Files.readString(ROOT.resolve("pom.xml"))
            + Files.readString(ROOT.resolve("examples/pom.xml"));

    assertThat(found(PROFILE)).isNotEmpty().allMatch(id -> poms.contains("<id>" + id + "</id>"));
    assertThat(found(PROPERTY))
        .isNotEmpty()
        .allMatch(name -> poms.contains("<name>" + name + "</name>"));
  }

  @Test
  void everyExampleThatIsRunExists() throws IOException {
    List<Path> modules = List.of(ROOT.resolve("examples"), ROOT.resolve("examples/scale-out"));

    assertThat(found(EXAMPLE))
        .isNotEmpty()
        .allMatch(name ->
            modules.stream()
                .map(module -> module.resolve("src/main/java/org/atomicagents/examples"))
                .anyMatch(
                    sources -> Files.exists(sources.resolve(name.replace('.', '/') + ".java"))));
  }

  private static Set<String> benchmarks() throws IOException {
    var names = NAMES.matcher(Files.readString(ROOT.resolve("benchmarks/run")));
    assertThat(names.find()).isTrue();
    return Arrays.stream(names.group(1).split(" ")).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the first groups of all matches in all pages. */
  private static Set<String> found(Pattern pattern) throws IOException {
    var found = new TreeSet<String>();
    for (MarkdownFile page : MarkdownFile.all(ROOT)) {
      Stream<MatchResult> matches =
          page.lines().stream().flatMap(line -> pattern.matcher(line).results());
      matches.map(match -> match.group(1)).forEach(found::add);
    }
    return found;
  }
}
