package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The command lines and options of {@code ./atomic} in the pages of the repository. */
class DocumentedCommandLinesTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final List<String> PAGES_OF_COMMANDS =
      List.of(
          "docs/agent-files.md",
          "docs/batch.md",
          "docs/bench.md",
          "docs/chat.md",
          "docs/performance-check.md");

  /** In code style, or a line of a fence, also at the end of a pipe. */
  private static final Pattern COMMAND_LINE =
      Pattern.compile("(?:`|^|\\| )\\./atomic((?: [^`|\\n]+)?)(?:`|$)");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");
  private static final Map<String, String> PLACEHOLDERS =
      Map.of("N", "1", "X", "1", "URL", "http://localhost:8000/v1#model");
  private static final Set<String> COMMON = Set.of("--help", "--version", "--debug", "--verbose");

  @TestFactory
  Stream<DynamicTest> everyCommandLineIsAccepted() throws IOException {
    return commandLines().stream()
        .map(line -> dynamicTest("./atomic" + line, () -> assertThat(error(line)).isEmpty()));
  }

  @Test
  void everyOptionInThePagesOfCommandsExists() throws IOException {
    Set<String> known = optionsOfAllCommands();
    for (String page : PAGES_OF_COMMANDS) {
      String text = Files.readString(ROOT.resolve(page));
      assertThat(OPTION.matcher(text).results().map(match -> match.group()))
          .as(page)
          .isSubsetOf(known);
    }
  }

  @Test
  void everyOptionIsDocumented() throws IOException {
    var documented = new TreeSet<String>(COMMON);
    for (Path page : pages()) {
      OPTION.matcher(Files.readString(page)).results().forEach(m -> documented.add(m.group()));
    }

    assertThat(optionsOfAllCommands()).isSubsetOf(documented);
  }

  /** Returns the message of the parser for a command line; empty if it is accepted. */
  private static String error(String line) {
    var harness = new CommandHarness();
    var words = new ArrayList<String>();
    WORD.matcher(line)
        .results()
        .forEach(word -> words.add(word.group().replaceAll("^['\"]|['\"]$", "")));
    // Options and arguments are parsed before help is printed.
    words.replaceAll(word -> PLACEHOLDERS.getOrDefault(word, word));
    words.removeIf(word -> word.matches("\\[.*]"));
    if (words.isEmpty() || !words.getFirst().equals("help")) {
      words.add("--help");
    }
    return harness.run(words.toArray(String[]::new)) == 0 ? "" : harness.err.toString();
  }

  private static Set<String> optionsOfAllCommands() {
    var options = new TreeSet<String>();
    var all = new CommandHarness();
    all.run("--help");
    String help = all.out.toString();
    help.substring(help.indexOf("Commands:"), help.indexOf("Exit codes:"))
        .lines()
        .skip(1)
        .filter(line -> line.matches(" {2}\\w+ .*"))
        .map(line -> line.strip().split(" ", 2)[0])
        .filter(command -> !command.equals("help"))
        .forEach(command -> {
          var harness = new CommandHarness();
          harness.run(command, "--help");
          OPTION.matcher(harness.out.toString()).results().forEach(m -> options.add(m.group()));
        });
    return options;
  }

  private static Set<String> commandLines() throws IOException {
    var lines = new TreeSet<String>();
    for (Path page : pages()) {
      for (String line : Files.readAllLines(page)) {
        COMMAND_LINE
            .matcher(line)
            .results()
            .map(match -> match.group(1).stripTrailing())
            .forEach(lines::add);
      }
    }
    assertThat(lines).hasSizeGreaterThan(5);
    return lines;
  }

  private static List<Path> pages() throws IOException {
    var pages = new ArrayList<Path>();
    for (String folder : List.of(".", "docs", "docs/adr", "examples", "benchmarks")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder).normalize())) {
        files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }
}
