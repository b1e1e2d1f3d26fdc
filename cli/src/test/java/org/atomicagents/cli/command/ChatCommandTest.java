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

/** Messages from a pipe. */
class ChatCommandTest {
  private static final String TRIAGE =
      Path.of("..", "examples", "agents", "triage.yaml").toString();

  @TempDir private Path folder;
  private final CommandHarness stage = new CommandHarness();

  @Test
  void eachLineIsAMessageOfOneConversation() throws IOException {
    try (var server =
        new ScriptedServer(
            "{\"chat_message\":\"Hello\"}", "{\"chat_message\":\"Fine, thanks.\"}")) {
      stage.piped = "Hi\n\n  \nHow are \"you\"\\?\n";

      assertThat(stage.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(stage.out.toString()).isEqualToNormalizingNewlines("Hello\nFine, thanks.\n");
      assertThat(stage.err.toString()).isEmpty();
      assertThat(said(server.requests().getLast()))
          .containsExactly(
              "{\"chat_message\":\"Hi\"}",
              "{\"chat_message\":\"Hello\"}",
              "{\"chat_message\":\"How are \\\"you\\\"\\\\?\"}");
    }
  }

  @Test
  void anAgentOfAFileAnswersWithALineOfJsonEach() {
    stage.piped = "{\"text\":\"I can't log in\"}\n{\"text\":\"It is slow\"}\n";

    assertThat(stage.run("chat", TRIAGE)).isZero();

    List<JsonNode> answers = stage.out.toString().lines().map(JsonReader::value).toList();
    assertThat(answers)
        .hasSize(2)
        .allSatisfy(answer ->
            assertThat(answer.propertyNames()).containsExactly("summary", "priority", "labels"));
    assertThat(stage.err.toString())
        .isEqualToNormalizingNewlines(
            "The model is simulated: what it says is made up, and fits the schema.\n");
  }

  @Test
  void withoutAModelItSaysWhichItTook() {
    stage.piped = "Hi\n";

    assertThat(stage.run("chat")).isZero();

    assertThat(stage.err.toString())
        .isEqualToNormalizingNewlines(
            """
            Model: simulated, since no key is set and no local server offers a model.
            The model is simulated: what it says is made up, and fits the schema.
            """);
    assertThat(stage.out.toString().lines()).hasSize(1);
  }

  @Test
  void resetForgetsWhatWasSaid() throws IOException {
    try (var server = new ScriptedServer("{\"chat_message\":\"Hello\"}")) {
      stage.piped = "one\n/reset\ntwo\n";

      assertThat(stage.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(said(server.requests().getLast())).containsExactly("{\"chat_message\":\"two\"}");
      assertThat(stage.err.toString())
          .isEqualToNormalizingNewlines("The conversation begins anew.\n");
    }
  }

  @Test
  void theModelChangesAndTheConversationGoesOn() throws IOException {
    try (var first = new ScriptedServer("{\"chat_message\":\"Hello\"}");
        var second = new ScriptedServer("{\"chat_message\":\"Welcome\"}")) {
      stage.piped =
          "one\n/model\n/model other\ntwo\n/model " + second.baseUrl() + "#third\nthree\n";

      assertThat(stage.run("chat", "--model", first.baseUrl() + "#m")).isZero();

      assertThat(stage.out.toString()).isEqualToNormalizingNewlines("Hello\nHello\nWelcome\n");
      assertThat(stage.err.toString())
          .isEqualToNormalizingNewlines(
              """
              The model is %1$s#m.
              The model is %1$s#other from now on.
              The model is %2$s#third from now on.
              """
                  .formatted(first.baseUrl(), second.baseUrl()));
      assertThat(JsonReader.value(first.requests().getLast()).path("model").asString())
          .isEqualTo("other");
      assertThat(JsonReader.value(second.requests().getLast()).path("model").asString())
          .isEqualTo("third");
      assertThat(said(second.requests().getLast())).hasSize(5);
    }
  }

  @Test
  void whatFailsIsToldInALineAndTheConversationGoesOn() {
    try (var server = SimulatedProvider.start()) {
      stage.servers.put("ollama", server.baseUrl());
      server.fail(Fault.status(400));
      stage.piped = "one\ntwo\nthree\n";

      assertThat(stage.run("chat", "--model", "ollama:m")).isEqualTo(6);

      assertThat(stage.out.toString().lines()).hasSize(2);
      assertThat(stage.err.toString().lines())
          .singleElement()
          .asString()
          .startsWith("ollama rejected the request (400, request ");
      assertThat(said(server.requests().getLast().body()))
          .hasSize(3)
          .contains("{\"chat_message\":\"two\"}", "{\"chat_message\":\"three\"}");
    }
  }

  @Test
  void theFirstFailureDecidesOnTheExitCode() {
    stage.piped = "{\"text\":1}\n/rest\n{\"text\":\"hi\"}\n";

    assertThat(stage.run("chat", TRIAGE)).isEqualTo(4);

    assertThat(stage.out.toString().lines()).hasSize(1);
    assertThat(stage.err.toString())
        .isEqualToNormalizingNewlines(
            """
            The model is simulated: what it says is made up, and fits the schema.
            Agent 'triage' can't take this input: $.text: expected a string, found 1
            Unknown command /rest. Did you mean /reset? /help tells which there are; a message that begins with / needs a space before it.
            """);
  }

  @Test
  void aModelThatIsNoneLeavesTheOneThatThereIs() {
    stage.piped = "/model opnai:x\n/model groq:x\nHi\n/quit\nnever asked\n";

    assertThat(stage.run("chat", "--model", "simulated")).isEqualTo(2);

    assertThat(stage.out.toString().lines()).hasSize(1);
    assertThat(stage.err.toString())
        .contains("/model: unknown provider 'opnai' Expected provider:model", "GROQ_API_KEY");
  }

  @Test
  void aMessageMayBeginWithAStrokeBehindASpace() throws IOException {
    try (var server = new ScriptedServer("{\"chat_message\":\"Yes\"}")) {
      stage.piped = " /etc?\n";

      assertThat(stage.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(said(server.requests().getLast())).containsExactly("{\"chat_message\":\"/etc?\"}");
    }
  }

  @Test
  void anAnswerThatIsAskedForAgainComesOnce() throws IOException {
    try (var server =
        new ScriptedServer("{\"chat_message\":[1,2]}", "{\"chat_message\":\"fine\"}")) {
      stage.piped = "Hi\n";

      assertThat(stage.run("chat", "--model", server.baseUrl() + "#m")).isZero();

      assertThat(stage.out.toString()).isEqualToNormalizingNewlines("fine\n");
    }
  }

  @Test
  void helpNamesTheCommandsAndTheFileMayBeWrong() throws IOException {
    Path wrong = Files.writeString(folder.resolve("agent.yaml"), "modle: simulated\n");

    assertThat(stage.run("chat", "--help")).isZero();
    assertThat(stage.run("chat", wrong.toString())).isEqualTo(3);
    assertThat(stage.run("chat", "none.yaml")).isEqualTo(2);

    assertThat(stage.out.toString()).contains("/reset", "/model NAME", "Ctrl-C");
    stage.piped = "/help\n";
    assertThat(stage.run("chat", "--model", "simulated")).isZero();
    SlashCommands.NAMES.forEach(name -> assertThat(stage.err.toString()).contains(name));
  }

  /** The messages of a request, without the system prompt. */
  private static List<String> said(String body) {
    return JsonReader.value(body)
        .path("messages")
        .valueStream()
        .skip(1)
        .map(message -> message.path("content").asString())
        .toList();
  }
}
