package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class RunCommandTest {
  private static final String TRIAGE =
      Path.of("..", "examples", "agents", "triage.yaml").toString();
  private static final String NUMBER =
      """
      name: counter
      model: ollama:m
      input: {type: array, items: {type: integer}}
      output: {title: Sum, type: object, properties: {sum: {type: integer}},
        required: [sum], additionalProperties: false}
      limits: {maxAttempts: 2}
      """;

  @TempDir private Path folder;
  private final CommandHarness harness = new CommandHarness();

  @Test
  void theExamplePrintsJsonOnly() {
    assertThat(harness.run("run", TRIAGE, "--input", "{\"text\":\"I can't log in\"}")).isZero();

    assertThat(harness.out.toString().lines()).hasSize(1);
    JsonNode answer = JsonReader.value(harness.out.toString());
    assertThat(answer.propertyNames()).containsExactly("summary", "priority", "area");
    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            "The model is simulated: its responses are generated to match the schema.\n");
  }

  @Test
  void sendsTheSettingsOfTheFile() throws IOException {
    try (var server = SimulatedProvider.start()) {
      harness.servers.put("ollama", server.baseUrl());

      assertThat(
              harness.run(
                  "run", TRIAGE, "--model", "ollama:m", "--input", "{ \"text\" : \"Hello\" }"))
          .isZero();

      JsonNode sent = JsonReader.value(server.requests().getFirst().body());
      assertThat(sent.at("/model").asString()).isEqualTo("m");
      assertThat(sent.at("/temperature").doubleValue()).isEqualTo(0.2);
      assertThat(sent.at("/max_tokens").intValue()).isEqualTo(500);
      assertThat(sent.at("/messages/0/content").asString())
          .contains(
              "- You sort the tickets of a software company's customers.",
              "- Determine the priority.",
              "- Write the summary in English, whatever the ticket's language.");
      assertThat(sent.at("/messages/1/content").asString()).isEqualTo("{\"text\":\"Hello\"}");
      assertThat(sent.at("/response_format/json_schema/schema/properties/priority/enum"))
          .isEqualTo(JsonReader.value("[\"low\",\"normal\",\"high\"]"));
      assertThat(harness.err.toString()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"--input,-", "--input-file,-", "-,", ","})
  void readsTheInputFromStandardInput(String first, String second) throws IOException {
    harness.piped = "{\"text\":\"piped\"}\n";

    try (var server = SimulatedProvider.start()) {
      assertThat(run(server, triage(), first, second)).isZero();

      assertThat(sentInput(server)).isEqualTo("{\"text\":\"piped\"}");
    }
  }

  @Test
  void readsTheInputFromAFile() throws IOException {
    Path input = Files.writeString(folder.resolve("in.json"), "\ufeff{\"text\":\"filed\"}");

    try (var server = SimulatedProvider.start()) {
      assertThat(run(server, triage(), "--input-file", input.toString())).isZero();

      assertThat(sentInput(server)).isEqualTo("{\"text\":\"filed\"}");
    }
  }

  @Test
  void acceptsAnyTextWithoutAnInputSchema() throws IOException {
    try (var server = SimulatedProvider.start()) {
      assertThat(run(server, "model: ollama:m", "--input", "@home: is \"2\" > 1?")).isZero();

      assertThat(sentInput(server)).isEqualTo("{\"chat_message\":\"@home: is \\\"2\\\" > 1?\"}");
      assertThat(JsonReader.value(harness.out.toString()).propertyNames())
          .containsExactly("chat_message");
    }
  }

  @Test
  void wrapsAndUnwrapsValuesThatAreNotObjects() throws IOException {
    String agent =
        """
        model: ollama:m
        input: {type: array, items: {type: integer}}
        output: {type: array, items: {type: integer}, minItems: 2, maxItems: 2}
        """;

    try (var server = SimulatedProvider.start()) {
      assertThat(run(server, agent, "--input", "[1,2]")).isZero();

      assertThat(sentInput(server)).isEqualTo("{\"value\":[1,2]}");
      assertThat(JsonReader.value(harness.out.toString()).isArray()).isTrue();
    }
  }

  @Test
  void escapesControlCharactersOfTheOutput() throws IOException {
    try (var server = new ScriptedServer("{\"chat_message\":\"a\u009b31m\u007f\"}")) {
      assertThat(harness.run("run", file("model: " + server.baseUrl() + "#m"), "--input", "x"))
          .isZero();
    }

    assertThat(harness.out.toString())
        .isEqualToNormalizingNewlines("{\"chat_message\":\"a\\u009b31m\\u007f\"}\n");
  }

  @Test
  void doesNotSendTheKeyToAnAddressOfTheFile() throws IOException {
    harness.environment.put("OPENAI_API_KEY", "sk-secret");
    try (var server = SimulatedProvider.builder().apiKey("sk-secret").start()) {
      String agent = "model: openai:gpt-4o-mini\nbaseUrl: " + server.baseUrl();

      assertThat(harness.run("run", file(agent), "--input", "x")).isEqualTo(6);

      assertThat(harness.err.toString())
          .contains("openai rejected the credentials (401", "You didn't provide an API key");
    }
  }

  @Test
  void usesTheProtocolOfTheProviderForAnAddressOfTheFile() throws IOException {
    try (var server = SimulatedProvider.start()) {
      String agent = NUMBER + "baseUrl: " + server.baseUrl();

      assertThat(harness.run("run", file(agent), "--input", "[1]")).isZero();

      assertThat(JsonReader.value(server.requests().getFirst().body()).path("response_format"))
          .isNotEmpty();
    }
  }

  @Test
  void verboseLogsToStandardError() throws IOException {
    try (var server =
        new ScriptedServer("{\"chat_message\":1.5,\"x\":2}", "{\"chat_message\":\"fine\"}")) {
      String agent = "model: " + server.baseUrl() + "#m\nstrictness: strict";

      assertThat(harness.run("run", file(agent), "-v", "--input", "x")).isZero();

      assertThat(harness.out.toString())
          .isEqualToNormalizingNewlines("{\"chat_message\":\"fine\"}\n");
      assertThat(harness.err.toString())
          .containsSubsequence(
              "Model: " + server.baseUrl() + "#m.",
              "Response 1 is invalid:",
              "  $.chat_message: expected a string, found 1.5",
              "2 responses validated, 2 requests sent; token usage not reported; ");
    }
  }

  @Test
  void logsARetry() throws IOException {
    try (var server = SimulatedProvider.start()) {
      server.fail(Fault.status(503));

      assertThat(run(server, "model: ollama:m", "--input", "x")).isZero();

      assertThat(harness.err.toString()).contains("(503", "Retrying in ");
      assertThat(harness.out.toString().lines()).hasSize(1);
    }
  }

  @Test
  void invalidCommandLinesAreUsageErrors() throws IOException {
    String agent = file("model: simulated");

    assertUsage("Missing required parameter: 'AGENT.yaml'", "run");
    assertUsage("No input. Pass it with --input or --input-file", "run", agent);
    assertUsage("mutually exclusive", "run", agent, "--input", "a", "--input-file", "b");
    assertUsage("Unexpected argument 'text'", "run", agent, "text");
    assertUsage("Unexpected argument '-'", "run", agent, "-", "--input", "a");
    assertUsage("unknown provider 'opnai'", "run", agent, "--model", "opnai:x", "--input", "a");
  }

  @Test
  void unreadableFilesAreUsageErrors() throws IOException {
    String agent = file("model: simulated");
    Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xc3, 0x28});
    Path large = Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);

    assertUsage(
        "Cannot read the agent file none.yaml: the file does not exist.", "run", "none.yaml");
    assertUsage(
        "Cannot read the agent file " + folder + ": it is a directory.", "run", folder + "");
    assertUsage(large + ": it is larger than 1 MiB.", "run", large.toString());
    assertUsage(bytes + ": it is not valid UTF-8.", "run", agent, "--input-file", bytes + "");
    assumeTrue(Files.exists(Path.of("/dev/zero")), "needs a device");
    assertUsage(
        "Cannot read the input file /dev/zero: it is not a regular file.",
        "run",
        agent,
        "--input-file",
        "/dev/zero");
  }

  @Test
  void anInvalidFileExitsWith3() throws IOException {
    String agent = file("modle: simulated\ntimeout: soon\n");

    assertThat(harness.run("run", agent, "--input", "x")).isEqualTo(3);

    assertThat(harness.out.toString()).isEmpty();
    assertThat(harness.err.toString())
        .isEqualToNormalizingNewlines(
            """
            %1$s:1:1: unknown key "modle". Did you mean model?
            %1$s:2:10: timeout: expected a positive duration with a unit, such as 500ms, 30s, 2m or 1h, found "soon"
            """
                .formatted(agent));
  }

  @Test
  void aFileWithoutAModelExitsWith3UnlessTheCommandLineHasOne() throws IOException {
    String agent = file("name: a");

    assertThat(harness.run("run", agent, "--input", "x")).isEqualTo(3);
    assertThat(harness.run("run", agent, "--input", "x", "--model", "simulated")).isZero();

    assertThat(harness.err.toString())
        .startsWith(
            agent
                + ": expected key \"model\", found none. Add \"model: provider:name\" to the file,"
                + " or pass --model provider:name.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,\"a\",true] | $[1]: expected an integer, found \"a\"\\n"
            + "  $[2]: expected an integer, found true",
        "{\"a\":1} | $: expected a list, found an object",
        "[1,] | input:1:4: invalid JSON: Unexpected character (']' (code 93)): expected a valid"
            + " value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      })
  void anInvalidInputExitsWith4(String input, String message) throws IOException {
    try (var server = SimulatedProvider.start()) {
      assertThat(run(server, NUMBER, "--input", input)).isEqualTo(4);

      assertThat(server.requests()).isEmpty();
      assertThat(harness.out.toString()).isEmpty();
      assertThat(harness.err.toString())
          .isEqualToNormalizingNewlines(
              "Agent 'counter' received an invalid input:\n  "
                  + message.replace("\\n", "\n")
                  + "\n");
    }
  }

  @ParameterizedTest
  @CsvSource({"2026-11-22T17:00:00Z,0", "2026-11-22T25:00:00Z,4", "tomorrow,4"})
  void validatesDatesAndTimes(String time, int code) throws IOException {
    String agent = "model: simulated\ninput: {type: string, format: date-time}";

    assertThat(harness.run("run", file(agent), "--input", '"' + time + '"')).isEqualTo(code);
  }

  @Test
  void rejectsABlankInput() throws IOException {
    assertThat(harness.run("run", file("model: simulated"), "--input", " ")).isEqualTo(4);

    assertThat(harness.err.toString()).contains("expected text, found nothing");
  }

  @Test
  void anInvalidOutputExitsWith5() throws IOException {
    try (var server = new ScriptedServer("{\"sum\":\"many\"}")) {
      String agent = NUMBER.replace("ollama:m", server.baseUrl() + "#m");

      assertThat(harness.run("run", file(agent), "--input", "[1]")).isEqualTo(5);

      assertThat(harness.out.toString()).isEmpty();
      assertThat(harness.err.toString())
          .isEqualToNormalizingNewlines(
              """
              Agent 'counter' got no valid Sum in 2 attempts:
                $.sum: expected an integer, found "many"
              Raise maxAttempts, or relax Sum.
              """);
    }
  }

  @Test
  void aFailedProviderExitsWith6() throws IOException {
    String agent = file("model: groq:m");

    assertThat(harness.run("run", agent, "--input", "x")).isEqualTo(6);
    assertThat(harness.run("run", agent, "--input", "x", "--model", "http://127.0.0.1:1/v1#m"))
        .isEqualTo(6);

    assertThat(harness.out.toString()).isEmpty();
    assertThat(harness.err.toString()).contains("Groq requires an API key", "Could not connect to");
  }

  @Test
  void helpListsTheExitCodes() {
    assertThat(harness.run("run", "--help")).isZero();

    assertThat(harness.out.toString()).contains("3     invalid agent file", "130   interrupted");
  }

  private void assertUsage(String message, String... arguments) {
    int before = harness.err.toString().length();

    assertThat(harness.run(arguments)).as(List.of(arguments).toString()).isEqualTo(2);

    assertThat(harness.err.toString().substring(before)).contains(message);
    assertThat(harness.out.toString()).isEmpty();
  }

  private int run(SimulatedProvider server, String agent, String... arguments) throws IOException {
    harness.servers.put("ollama", server.baseUrl());
    var all = new java.util.ArrayList<>(List.of("run", file(agent)));
    for (String argument : arguments) {
      if (argument != null) {
        all.add(argument);
      }
    }
    return harness.run(all.toArray(String[]::new));
  }

  private static String sentInput(SimulatedProvider server) {
    JsonNode body = JsonReader.value(server.requests().getFirst().body());
    return body.path("messages").path(1).path("content").asString();
  }

  private static String triage() throws IOException {
    return Files.readString(Path.of(TRIAGE)).replace("model: simulated", "model: ollama:m");
  }

  private String file(String yaml) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), yaml).toString();
  }
}
