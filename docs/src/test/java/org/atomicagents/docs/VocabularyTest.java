package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The naming and wording rules of CONTRIBUTING.md, checked on every source file and page. */
class VocabularyTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int MAX_TYPES_PER_PACKAGE = 40;

  /** Words outside the glossary, and relative clauses in place of a noun. */
  private static final Pattern BANNED =
      Pattern.compile(
          "\\b(what (is|was|has|came|comes|it|they|there|stands|follows)"
              + "|who (asks|reads|waits|listens|follows)"
              + "|said|says|told|tells?|mends?|mended|mending|anew|whoever|whom|heeds?|stands|stood"
              + "|nobody|spoilt?|brings? forth|all that|goes on|gone on)\\b",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern TOP_LEVEL_TYPE =
      Pattern.compile(
          "^(?:(?:public|abstract|sealed|non-sealed|final|strictfp) )*"
              + "(?:class|record|interface|enum|@interface) (\\w+)",
          Pattern.MULTILINE);

  /** Literals come first, so that slashes inside a literal don't start a comment. */
  private static final Pattern LITERAL_OR_COMMENT =
      Pattern.compile(
          "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"|'(?:\\\\.|[^'\\\\\\n])+'"
              + "|(?<comment>/\\*.*?\\*/|//[^\\n]*)",
          Pattern.DOTALL);

  private static final Pattern TEST_METHOD =
      Pattern.compile(
          "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b[^{;]*?\\b(\\w+)\\(",
          Pattern.DOTALL);
  private static final Pattern CODE_FENCE = Pattern.compile("```.*?```", Pattern.DOTALL);

  @Test
  void everyTypeNameIsUnique() throws IOException {
    var filesByName = new TreeMap<String, List<String>>();
    for (Path file : javaFiles(VocabularyTest::isMainCode)) {
      TOP_LEVEL_TYPE
          .matcher(Files.readString(file))
          .results()
          .map(type -> type.group(1))
          .filter(name -> !name.equals("Main"))
          .forEach(name ->
              filesByName.computeIfAbsent(name, key -> new ArrayList<>()).add(relative(file)));
    }

    filesByName.values().removeIf(files -> files.size() == 1);

    assertThat(filesByName).isEmpty();
  }

  @Test
  void everyPackageHasAtMost40Types() throws IOException {
    Map<String, Long> sizes =
        javaFiles(VocabularyTest::isMainCode).stream()
            .collect(Collectors.groupingBy(f -> relative(f.getParent()), Collectors.counting()));

    sizes.values().removeIf(size -> size <= MAX_TYPES_PER_PACKAGE);

    assertThat(sizes).isEmpty();
  }

  @Test
  void commentsUsePlainTechnicalEnglish() throws IOException {
    var found = new ArrayList<String>();
    for (Path file : javaFiles(file -> true)) {
      LITERAL_OR_COMMENT
          .matcher(Files.readString(file))
          .results()
          .map(part -> part.group("comment"))
          .filter(comment -> comment != null)
          .forEach(comment -> found.addAll(bannedIn(relative(file), comment)));
    }

    assertThat(found).isEmpty();
  }

  @Test
  void testNamesUsePlainTechnicalEnglish() throws IOException {
    var found = new ArrayList<String>();
    for (Path file : javaFiles(file -> !isMainCode(file))) {
      TEST_METHOD
          .matcher(Files.readString(file))
          .results()
          .map(method -> words(method.group(1)))
          .forEach(name -> found.addAll(bannedIn(relative(file), name)));
    }

    assertThat(found).isEmpty();
  }

  @Test
  void pagesUsePlainTechnicalEnglish() throws IOException {
    var found = new ArrayList<String>();
    for (Path page : pages()) {
      String prose = CODE_FENCE.matcher(Files.readString(page)).replaceAll("");
      // The glossary lists the words that are to be avoided.
      prose
          .lines()
          .filter(line -> !(page.endsWith("CONTRIBUTING.md") && line.startsWith("|")))
          .forEach(line -> found.addAll(bannedIn(relative(page), line)));
    }

    assertThat(found).isEmpty();
  }

  private static List<String> bannedIn(String file, String text) {
    return BANNED.matcher(text).results().map(match -> file + ": " + excerpt(text, match)).toList();
  }

  private static String excerpt(String text, MatchResult match) {
    int start = Math.max(0, match.start() - 30);
    int end = Math.min(text.length(), match.end() + 30);
    return text.substring(start, end).replaceAll("\\s+", " ");
  }

  /** Returns the words of a camel-case name, in lower case, separated by spaces. */
  private static String words(String camelCase) {
    return camelCase.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static boolean isMainCode(Path file) {
    return relative(file).contains("/src/main/java/");
  }

  private static String relative(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  private static List<Path> javaFiles(Predicate<Path> filter) throws IOException {
    return files(".java").stream()
        .filter(file -> !file.endsWith("package-info.java") && !file.endsWith("module-info.java"))
        .filter(filter)
        .toList();
  }

  private static List<Path> pages() throws IOException {
    return files(".md");
  }

  private static List<Path> files(String extension) throws IOException {
    var found = new ArrayList<Path>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (Path entry : modules.sorted().toList()) {
        if (Files.isRegularFile(entry) && entry.toString().endsWith(extension)) {
          found.add(entry);
        } else if (Files.isDirectory(entry) && !relative(entry).startsWith(".")) {
          try (Stream<Path> files = Files.walk(entry)) {
            files
                .filter(file -> file.toString().endsWith(extension))
                .filter(file -> !relative(file).matches("(.*/)?(target|node_modules)/.*"))
                .sorted()
                .forEach(found::add);
          }
        }
      }
    }
    return found;
  }
}
