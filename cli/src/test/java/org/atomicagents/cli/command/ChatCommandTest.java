package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
