package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.cli.terminal.TerminalEmulator;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DemoCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final CommandHarness harness = new CommandHarness();

  @Test
  void showsTheReceivedResponses() throws Exception {
    try (var server = SimulatedProvider.builder().seed(System.nanoTime()).start()) {
      harness.servers.put("ollama", server.baseUrl());

      assertThat(harness.run("demo", "--model", "ollama:m", "Why", "do", "cats", "purr?")).isZero();

      List<RecordedRequest> sent = List.copyOf(server.requests());
      assertThat(sent).hasSize(2);
      String shown = harness.out.toString();
      for (RecordedRequest request : sent) {
        JsonNode answer = JSON.readTree(responseText(server, request.body()));
        assertThat(shown).contains(answer.path("text").stringValue());
      }
      String raw = responseText(server, sent.getFirst().body());
      assertThat(occurrences(shown, raw)).isEqualTo(2);
      for (JsonNode followUp : JSON.readTree(raw).path("followUps")) {
        assertThat(shown).contains(". " + followUp.stringValue());
      }
    }
  }

  @Test
  void showsTheRequestAndTheStatistics() throws Exception {
    try (var server = SimulatedProvider.start()) {
      harness.servers.put("ollama", server.baseUrl());

      assertThat(harness.run("demo", "--model", "ollama:m", "Why?")).isZero();

      JsonNode sent = JSON.readTree(server.requests().getFirst().body());
      String shown = harness.out.toString();
      sent.path("messages")
          .path(0)
          .path("content")
          .stringValue()
          .lines()
          .forEach(line -> assertThat(shown).contains(line));
      assertThat(withoutWhitespace(shown))
          .contains(withoutWhitespace(sent.at("/response_format/json_schema/schema").toString()));
      assertThat(shown)
          .contains(
              "1 response validated, 1 request sent", " in + ", "first byte", "stream", "total")
          .contains("2 turns, 4 messages");
      JsonNode second = JSON.readTree(server.requests().get(1).body());
      assertThat(second.path("messages")).hasSize(4);
    }
  }

  @Test
  void showsARejectedResponseAndItsViolations() throws Exception {
    try (var server =
        new ScriptedServer(
            "{\"text\":\"a\",\"confidence\":4,\"followUps\":[]}",
            "{\"text\":\"b\",\"confidence\":0.5,\"followUps\":[]}")) {
      assertThat(harness.run("demo", "--model", server.baseUrl() + "#m", "Why?")).isZero();

      assertThat(harness.out.toString())
          .containsSubsequence(
              "{\"text\":\"a\",\"confidence\":4,\"followUps\":[]}",
              "Invalid response:",
              "$.confidence: expected",
              "{\"text\":\"b\",\"confidence\":0.5,\"followUps\":[]}",
              "confidence 0.50",
              "2 responses validated, 2 requests sent");
    }
  }

  @Test
  void printsThatTheModelIsSimulated() {
    assertThat(harness.run("demo", "--no-delay")).isZero();

    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            "Model: simulated (no key is set and no local server offers a model)\n");
    assertThat(harness.out.toString())
        .startsWith(
            "This model is simulated: it runs in this process, and its responses are generated.")
        .contains("export OPENAI_API_KEY=...", "--model ollama:llama3.2", "./atomic doctor");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void fitsIntoTheTerminal(int columns) {
    harness.columns = columns;

    assertThat(harness.run("demo", "--model", "simulated", "--no-delay")).isZero();

    var lines = new ArrayList<String>();
    TerminalEmulator.of(harness.out.toString()).lines().forEach(lines::add);
    assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThan(columns));
    assertThat(lines).anySatisfy(line -> assertThat(line.length()).isGreaterThan(columns * 3 / 4));
  }

  /** Returns the response text of the server to the same request without streaming. */
  private static String responseText(SimulatedProvider server, String body) throws Exception {
    ObjectNode parameters = (ObjectNode) JSON.readTree(body);
    parameters.put("stream", false).remove("stream_options");
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(server.baseUrl().resolve("/v1/chat/completions"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(parameters.toString()))
              .build();
      String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return JSON.readTree(answer).at("/choices/0/message/content").stringValue();
    }
  }

  private static String withoutWhitespace(String text) {
    return text.replaceAll("\\s", "");
  }

  private static int occurrences(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
  }
}
