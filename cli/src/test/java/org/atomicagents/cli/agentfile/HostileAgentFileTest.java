package org.atomicagents.cli.agentfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.source.SourceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests agent files from an untrusted source: each is rejected with a message, or read. */
@Timeout(60)
class HostileAgentFileTest {
  private static final String SCHEMA = "{\"type\":\"object\"}";

  @TempDir private Path outside;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(outside.resolve("agents"));
    Files.writeString(outside.resolve("secret.json"), SCHEMA);
  }

  @Test
  void rejectsALinkThatLeadsOutOfTheFolder() throws IOException {
    Files.createSymbolicLink(folder.resolve("a.json"), outside.resolve("secret.json"));
    Files.createSymbolicLink(folder.resolve("b.json"), Path.of("..", "secret.json"));
    Files.createSymbolicLink(folder.resolve("up"), outside);

    for (String path :
        new String[] {"a.json", "b.json", "up/secret.json", "up/agents/../secret.json"}) {
      assertInvalid(
          "output: " + path,
          "1:9: output: expected a file in the directory of the agent file or below it, found the"
              + " link \""
              + path
              + "\" to a file outside");
    }
  }

  @Test
  void followsALinkWithinTheFolder() throws IOException {
    Files.writeString(Files.createDirectory(folder.resolve("v1")).resolve("real.json"), SCHEMA);
    Files.createSymbolicLink(folder.resolve("current"), Path.of("v1"));
    Files.createSymbolicLink(folder.resolve("a.json"), Path.of("current", "real.json"));

    assertThat(read("output: a.json").output()).isNotNull();
    assertThat(read("output: current/real.json").output()).isNotNull();
  }

  @Test
  void readsASchemaNextToALinkToTheFolder() throws IOException {
    Files.writeString(folder.resolve("a.json"), SCHEMA);
    Files.writeString(folder.resolve("agent.yaml"), "output: a.json");
    Path link = Files.createSymbolicLink(outside.resolve("link"), folder);

    assertThat(AgentFile.read(link.resolve("agent.yaml")).output()).isNotNull();
  }

  @Test
  void rejectsAPipeAndADeviceAndADirectory() throws Exception {
    makePipe(folder.resolve("pipe.json"));
    Files.createDirectory(folder.resolve("folder.json"));

    assertInvalid(
        "output: pipe.json", "1:9: output: cannot read pipe.json: it is not a regular file");
    assertInvalid("output: folder.json", "1:9: output: cannot read folder.json: it is a directory");
    makePipe(folder.resolve("pipe.yaml"));
    for (Path file : new Path[] {folder.resolve("pipe.yaml"), Path.of("/dev/zero")}) {
      assertThatThrownBy(() -> AgentFile.read(file))
          .isInstanceOf(CommandException.class)
          .hasMessage("Cannot read the agent file " + file + ": it is not a regular file.");
    }
  }

  @Test
  void limitsTheLengthOfAliasedTexts() throws IOException {
    String text = "x".repeat(500_000);
    String aliases = "*a, ".repeat(9_000);

    assertInvalid(
        "prompt:\n  background: &a " + text + "\n  steps: [" + aliases + "]\n",
        "3:39: expected at most 4194304 characters, including those of aliases, found more");
    assertInvalid(
        "x: &a " + "k".repeat(400_000) + "\n" + "b: &b [*a, *a, *a]\nc: [*b, *b, *b, *b]\n",
        "3:13: expected at most 4194304 characters, including those of aliases, found more");
    assertInvalid(
        "x: &a {" + "k".repeat(1_000) + ": 1}\nb: [" + "*a, ".repeat(5_000) + "]\n",
        "expected at most 4194304 characters, including those of aliases, found more");
  }

  @Test
  void limitsTheValuesOfASchemaFile() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"enum\":[" + "1,".repeat(60_000) + "2]}");

    assertInvalid("output: a.json", "output: expected at most 50000 values, found 60003");
  }

  @Test
  void suggestsNamesForAFewProblemsOnly() throws IOException {
    String unknown =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "minLengtt" + i + ": 1\n")
            .collect(Collectors.joining());
    String names =
        IntStream.range(0, 12_000)
            .mapToObj(i -> "someName" + i + ": {}")
            .collect(Collectors.joining(", "));
    String required =
        IntStream.range(0, 12_000).mapToObj(i -> "otherOne" + i).collect(Collectors.joining(", "));

    assertInvalid(unknown, "1:1: unknown key \"minLengtt0\"");
    assertInvalid("? " + "k".repeat(900_000) + "\n: 1\n", "1:3: unknown key \"kkkk");
    assertInvalid(
        "output: {type: object, additionalProperties: false, properties: {"
            + names
            + "}, required: ["
            + required
            + "]}\n",
        "unknown key \"otherOne0\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "ISO-8859-1"})
  void rejectsOtherEncodings(String charset) throws IOException {
    Path file = folder.resolve("agent.yaml");
    Files.write(file, "model: simulated # \u00fc".getBytes(Charset.forName(charset)));

    assertThatThrownBy(() -> AgentFile.read(file))
        .hasMessageMatching("(?s).*: (it is not valid UTF-8\\.|invalid YAML: .*U\\+0000.*)");
  }

  @Test
  void readsAByteOrderMark() throws IOException {
    Files.write(folder.resolve("a.json"), ("\ufeff" + SCHEMA).getBytes(StandardCharsets.UTF_8));

    assertThat(read("\ufeffoutput: a.json").output()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999", "-1e-99999999999", "1e2147483648"})
  void rejectsNumbersThatCannotBeRead(String number) throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"const\":" + number + "}");

    assertThatThrownBy(() -> read("output: a.json")).isInstanceOf(SourceException.class);
    assertThatThrownBy(() -> read("output: {const: " + number + "}"))
        .isInstanceOf(SourceException.class);
    assertThatThrownBy(
            () -> read("input: {type: object}").input().read("a", "{\"a\":" + number + "}"))
        .isInstanceOf(CommandException.class);
  }

  private void assertInvalid(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(message)
        .satisfies(failure -> assertThat(failure.getMessage().length()).isLessThan(1_200_000));
  }

  private AgentFile read(String yaml) throws IOException {
    return AgentFile.read(Files.writeString(folder.resolve("agent.yaml"), yaml));
  }

  private static void makePipe(Path path) throws Exception {
    Process made;
    try {
      made = new ProcessBuilder("mkfifo", path.toString()).start();
    } catch (IOException e) {
      assumeTrue(false, "needs mkfifo: " + e.getMessage());
      return;
    }
    assertThat(made.waitFor()).isZero();
  }
}
