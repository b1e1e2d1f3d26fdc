package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Tests {@code chat} with piped messages. */
class ChatCommandTest {
  private static final String TRIAGE =
      Path.of("..", "examples", "agents", "triage.yaml").toString();

  @TempDir private Path folder;
  private final CommandHarness harness = new CommandHarness();

  @Test
  void readsOneMessagePerLine() throws IOException {
    try (var server =
        new ScriptedServer(
            "{\"chat_message\":\"Hello\"}", "{\"chat_message\":\"Fine, thanks.\"}")) {
      harness.piped = "Hi\n\n  \nHow are \"you\"\\?\n";

      assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(harness.out.toString()).isEqualToNormalizingNewlines("Hello\nFine, thanks.\n");
      assertThat(harness.err.toString()).isEmpty();
      assertThat(messages(server.requests().getLast()))
          .containsExactly(
              "{\"chat_message\":\"Hi\"}",
              "{\"chat_message\":\"Hello\"}",
              "{\"chat_message\":\"How are \\\"you\\\"\\\\?\"}");
    }
  }

  @Test
  void printsEachOutputOfAnAgentFileAsALineOfJson() {
    harness.piped = "{\"text\":\"I can't log in\"}\n{\"text\":\"It is slow\"}\n";

    assertThat(harness.run("chat", TRIAGE)).isZero();

    List<JsonNode> answers = harness.out.toString().lines().map(JsonReader::value).toList();
    assertThat(answers)
        .hasSize(2)
        .allSatisfy(answer ->
            assertThat(answer.propertyNames()).containsExactly("summary", "priority", "area"));
    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            "The model is simulated: its responses are generated to match the schema.\n");
  }

  @Test
  void printsTheDefaultModel() {
    harness.piped = "Hi\n";

    assertThat(harness.run("chat")).isZero();

    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            """
            Model: simulated (no key is set and no local server offers a model)
            The model is simulated: its responses are generated to match the schema.
            """);
    assertThat(harness.out.toString().lines()).hasSize(1);
  }

  @Test
  void resetClearsTheConversation() throws IOException {
    try (var server = new ScriptedServer("{\"chat_message\":\"Hello\"}")) {
      harness.piped = "one\n/reset\ntwo\n";

      assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(messages(server.requests().getLast()))
          .containsExactly("{\"chat_message\":\"two\"}");
      assertThat(harness.err.toString())
          .isEqualToNormalizingNewlines("The conversation was reset.\n");
    }
  }

  @Test
  void keepsTheConversationWhenTheModelChanges() throws IOException {
    try (var first = new ScriptedServer("{\"chat_message\":\"Hello\"}");
        var second = new ScriptedServer("{\"chat_message\":\"Welcome\"}")) {
      harness.piped =
          "one\n/model\n/model other\ntwo\n/model " + second.baseUrl() + "#third\nthree\n";

      assertThat(harness.run("chat", "--model", first.baseUrl() + "#m")).isZero();

      assertThat(harness.out.toString()).isEqualToNormalizingNewlines("Hello\nHello\nWelcome\n");
      assertThat(harness.err.toString())
          .isEqualToNormalizingNewlines(
              """
              The model is %1$s#m.
              Switched to %1$s#other.
              Switched to %2$s#third.
              """
                  .formatted(first.baseUrl(), second.baseUrl()));
      assertThat(JsonReader.value(first.requests().getLast()).path("model").asString())
          .isEqualTo("other");
      assertThat(JsonReader.value(second.requests().getLast()).path("model").asString())
          .isEqualTo("third");
      assertThat(messages(second.requests().getLast())).hasSize(5);
    }
  }

  @Test
  void printsAFailureAndContinues() {
    try (var server = SimulatedProvider.start()) {
      harness.servers.put("ollama", server.baseUrl());
      server.fail(Fault.status(400));
      harness.piped = "one\ntwo\nthree\n";

      assertThat(harness.run("chat", "--model", "ollama:m")).isEqualTo(6);

      assertThat(harness.out.toString().lines()).hasSize(2);
      assertThat(harness.err.toString().lines())
          .hasSize(2)
          .last()
          .isEqualTo("Check the model's name, the parameters and the schema.");
      assertThat(harness.err.toString()).startsWith("ollama rejected the request (400, request ");
      assertThat(messages(server.requests().getLast().body()))
          .hasSize(3)
          .contains("{\"chat_message\":\"two\"}", "{\"chat_message\":\"three\"}");
    }
  }

  @Test
  void theFirstFailureDeterminesTheExitCode() {
    harness.piped = "{\"text\":1}\n/rest\n{\"text\":\"hi\"}\n";

    assertThat(harness.run("chat", TRIAGE)).isEqualTo(4);

    assertThat(harness.out.toString().lines()).hasSize(1);
    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            """
            The model is simulated: its responses are generated to match the schema.
            Agent 'triage' received an invalid input:
              $.text: expected a string, found 1
            Unknown command /rest. Did you mean /reset? /help lists the commands. To send a message that begins with /, put a space before it.
            """);
  }

  @Test
  void keepsTheModelIfTheNewOneIsInvalid() {
    harness.piped = "/model opnai:x\n/model groq:x\nHi\n/quit\nnot sent\n";

    assertThat(harness.run("chat", "--model", "simulated")).isEqualTo(2);

    assertThat(harness.out.toString().lines()).hasSize(1);
    assertThat(harness.err.toString())
        .containsPattern("/model: unknown provider 'opnai'\\R" + "Expected provider:model, where")
        .contains("GROQ_API_KEY");
  }

  @Test
  void aLeadingSpaceAllowsAMessageThatBeginsWithASlash() throws IOException {
    try (var server = new ScriptedServer("{\"chat_message\":\"Yes\"}")) {
      harness.piped = " /etc?\n";

      assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(messages(server.requests().getLast()))
          .containsExactly("{\"chat_message\":\"/etc?\"}");
    }
  }

  @Test
  void printsTheValidResponseOnly() throws IOException {
    try (var server =
        new ScriptedServer("{\"chat_message\":[1,2]}", "{\"chat_message\":\"fine\"}")) {
      harness.piped = "Hi\n";

      assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(harness.out.toString()).isEqualToNormalizingNewlines("fine\n");
    }
  }

  @Test
  void savesAndLoadsAConversation() throws IOException {
    Path file = folder.resolve("chat.json");
    try (var server = new ScriptedServer("{\"chat_message\":\"Hello\"}")) {
      harness.piped =
          "one\n/save %1$s\n/reset\n/load %1$s\n/history\ntwo\n/save %1$s\n".formatted(file);

      assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(messages(server.requests().getLast()))
          .containsExactly(
              "{\"chat_message\":\"one\"}",
              "{\"chat_message\":\"Hello\"}",
              "{\"chat_message\":\"two\"}");
      assertThat(harness.err.toString())
          .isEqualToNormalizingNewlines(
              """
              Saved 2 messages to %1$s.
              The conversation was reset.
              Loaded 2 messages from %1$s.
              Saved 4 messages to %1$s.
              """
                  .formatted(file));
      assertThat(harness.out.toString())
          .isEqualToNormalizingNewlines("Hello\n  user       one\n  assistant  Hello\nHello\n");
      assertThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void keepsTheConversationIfAFileCannotBeLoadedOrSaved() throws IOException {
    Path other = Files.writeString(folder.resolve("notes.json"), "{\"a\": 1}");
    Path cut = Files.writeString(folder.resolve("cut.json"), "{\"history\":[{\"role\":\"us");
    try (var server = new ScriptedServer("{\"chat_message\":\"Hello\"}")) {
      harness.piped =
          "one\n/save %1$s\n/load %1$s\n/load %2$s\n/load %3$s/none\n/save %3$s/none/x\n/save %3$s\n/save\ntwo\n"
              .formatted(other, cut, folder);

      assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isEqualTo(2);

      assertThat(messages(server.requests().getLast())).hasSize(3);
      assertThat(other).hasContent("{\"a\": 1}");
      assertThat(harness.err.toString())
          .contains(
              "/save: " + other + " exists and is not a saved conversation.\nUse another name.",
              "/load: " + other + " is not a saved conversation.\nInvalid serialized data: ",
              "/load: " + cut + " is not a saved conversation.\nInvalid serialized data: ",
              "/load: cannot read " + folder + "/none: there is no such file or folder",
              "/save: cannot write " + folder + "/none/x: there is no such file or folder",
              "/save: cannot write " + folder + ": it is not a regular file",
              "/save: expected the name of a file");
      assertThat(folder).isDirectoryNotContaining("glob:**.conversation*");
    }
  }

  @Test
  void setsTheTemperature() throws IOException {
    try (var server = new ScriptedServer("{\"chat_message\":\"Hello\"}")) {
      harness.piped =
          """
          /temperature
          one
          /temperature 0.5
          two
          /temperature 3
          /temperature warm
          /temperature default
          three
          """;

      assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isEqualTo(2);

      assertThat(server.requests())
          .extracting(body -> JsonReader.value(body).path("temperature").asDouble(-1))
          .containsExactly(-1.0, 0.5, -1.0);
      assertThat(harness.err.toString())
          .isEqualToNormalizingNewlines(
              """
              The temperature is that of the agent.
              The temperature is 0.5.
              /temperature: expected 0.0 to 2.0, found 3.0
              /temperature: expected a number from 0 to 2, or default, found warm
              The temperature is that of the agent.
              """);
    }
  }

  @Test
  void showsTheTokensOfTheConversationAndOfTheSession() throws IOException {
    try (var server = new ScriptedServer("{\"chat_message\":\"Hello\"}")) {
      harness.piped = "/tokens\none\n/tokens\n";

      assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(harness.err.toString().lines())
          .satisfiesExactly(
              line ->
                  assertThat(line).isEqualTo("This session used 0 tokens in and 0 out in 0 runs."),
              line ->
                  assertThat(line)
                      .matches(
                          "The conversation has about \\d+ tokens \\(system \\d+, history \\d+,"
                              + " schema \\d+\\)\\."),
              line ->
                  assertThat(line)
                      .matches("This session used \\d+ tokens in and \\d+ out in 1 run\\."));
    }
  }

  @Test
  void helpListsTheCommandsAndAnInvalidFileFails() throws IOException {
    Path invalid = Files.writeString(folder.resolve("agent.yaml"), "modle: simulated\n");

    assertThat(harness.run("chat", "--help")).isZero();
    assertThat(harness.run("chat", invalid.toString())).isEqualTo(3);
    assertThat(harness.run("chat", "none.yaml")).isEqualTo(2);

    assertThat(harness.out.toString()).contains("/reset", "/model NAME", "Ctrl-C");
    harness.piped = "/help\n";
    assertThat(harness.run("chat", "--model", "simulated")).isZero();
    SlashCommands.NAMES.forEach(name -> assertThat(harness.err.toString()).contains(name));
  }

  /** Returns the messages of a request without the system prompt. */
  private static List<String> messages(String body) {
    return JsonReader.value(body)
        .path("messages")
        .valueStream()
        .skip(1)
        .map(message -> message.path("content").asString())
        .toList();
  }
}
