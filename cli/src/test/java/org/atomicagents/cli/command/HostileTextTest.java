package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.cli.terminal.MessageSource;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TerminalSize;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** Tests that no text from outside reaches the terminal with its control and format characters. */
class HostileTextTest {
  /** A clipboard write, a title, a clear, bidi controls, and invisible characters. */
  private static final String HOSTILE =
      "x\33]52;c;ZXZpbA==\7\33]0;owned\33\\\33[2J\33[31m\u009b31m\u009d0;t\u009c\r\b\177"
          + "\u202e\u2066\u200f\u061c\u200b\u200d\u2060\u2028\u2029\u00ad\ufeff\udb40\udc41y";

  private static final String EXPECTED = "\\u001b]52;c;ZXZpbA==\\u0007";

  private static final String OWN_SEQUENCES =
      "\33\\[(?:[01]|2|31|36)m|\33\\[\\d+A|\33\\[[JKH]|\33\\[\\?1049[hl]|\r"
          + "(?=\33\\[)|(?<=\n"
          + "|\33\\[[JK])\r";

  @TempDir private Path folder;
  private final CommandHarness harness = new CommandHarness();

  @AfterEach
  void hasNoControlAndFormatCharacters() {
    String shown = (harness.out.toString() + harness.err).replaceAll(OWN_SEQUENCES, "");
    assertThat(shown.replaceAll("\\s", "")).containsIgnoringCase(EXPECTED);
    shown
        .codePoints()
        .filter(c -> c != '\n' && c != '\t')
        .forEach(c ->
            assertThat(Character.getType(c))
                .as("U+%04X in %s", c, JsonNodeFactory.instance.stringNode(shown))
                .isNotIn(
                    (int) Character.CONTROL,
                    (int) Character.FORMAT,
                    (int) Character.SURROGATE,
                    (int) Character.LINE_SEPARATOR,
                    (int) Character.PARAGRAPH_SEPARATOR));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 200})
  void inTheModelNamesOfALocalServer(int columns) {
    harness.columns = columns;
    try (var server = SimulatedProvider.builder().models(HOSTILE, "b" + HOSTILE).start()) {
      harness.servers.put("ollama", server.baseUrl());

      assertThat(harness.run("doctor")).isZero();
      assertThat(harness.run("demo")).isZero();
      assertThat(harness.run("demo", "--model", "ollama:other")).isEqualTo(1);
      harness.piped = "Hi\n";
      assertThat(harness.run("chat")).isZero();
      assertThat(harness.run("chat", "--model", "ollama")).isZero();
      harness.piped = "/model\n/model " + HOSTILE.replaceAll("[\r\n]", "") + "\n";
      assertThat(harness.run("chat")).isZero();
    }
  }

  @Test
  void inTheModelOfAResponse() throws IOException {
    try (var server =
        new ScriptedServer("{\"chat_message\":\"Hello\"}", "{\"chat_message\":1}").model(HOSTILE)) {
      chat(server.baseUrl() + "#m", "Hi");

      assertThat(harness.out.toString()).contains("Hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 80})
  void inTheTextOfAResponse(int columns) throws IOException {
    String text = JsonNodeFactory.instance.stringNode(HOSTILE).toString();
    try (var server = new ScriptedServer("no JSON " + HOSTILE, "{\"chat_message\":" + text + "}")) {
      harness.columns = columns;
      if (columns > 0) {
        chat(server.baseUrl() + "#m", "Hi");
      } else {
        harness.piped = "Hi\n";
        assertThat(harness.run("chat", "--model", server.baseUrl() + "#m")).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 500})
  void inTheErrorOfAProvider(int status) throws IOException {
    String body =
        "{\"error\":{\"message\":%s,\"code\":\"c\"}}"
            .formatted(JsonNodeFactory.instance.stringNode(HOSTILE));
    try (var server = new ScriptedServer(body).status(status)) {
      String model = server.baseUrl() + "#m";
      Path agent = agent("model: simulated\n");

      assertThat(harness.run("run", agent.toString(), "--debug", "--model", model, "--input", "Hi"))
          .isEqualTo(6);
      harness.piped = "Hi\n";
      assertThat(harness.run("chat", "--model", model)).isEqualTo(6);
    }
    assertThat(harness.err.toString()).contains("\tat org.atomicagents.");
  }

  @Test
  void inTheOutputOfAnAgentIsTheSameJson() throws IOException {
    String text = JsonNodeFactory.instance.stringNode(HOSTILE).toString();
    try (var server = new ScriptedServer("{\"a\":" + text + "}")) {
      Path agent =
          agent(
              """
              model: simulated
              output: {type: object, properties: {a: {type: string}}, required: [a]}
              """);

      assertThat(
              harness.run(
                  "run",
                  agent.toString(),
                  "-v",
                  "--model",
                  server.baseUrl() + "#m",
                  "--input",
                  "Hi"))
          .isZero();

      assertThat(JsonReader.value(harness.out.toString()).path("a").stringValue())
          .isEqualTo(HOSTILE);
    }
  }

  @Test
  void inAnAgentFileAndItsName() throws IOException {
    Path agent = folder.resolve(HOSTILE + ".yaml");
    var escaped = new StringBuilder("\"");
    HOSTILE.codePoints().forEach(c -> escaped.append("\\U%08x".formatted(c)));
    escaped.append('"');
    Files.writeString(
        agent,
        "%s: 1\nmodel: %s\nname: [%s]\nmode: %s\n".formatted(escaped, escaped, escaped, escaped));

    assertThat(harness.run("run", agent.toString(), "--debug", "--input", "Hi")).isEqualTo(3);
    assertThat(harness.run("run", agent + HOSTILE, "--input", "Hi")).isEqualTo(2);
    assertThat(harness.run("run", agent.toString(), HOSTILE)).isEqualTo(3);
    assertThat(harness.run("run", "--" + HOSTILE)).isEqualTo(2);
    assertThat(harness.run("help", HOSTILE)).isEqualTo(2);
    assertThat(harness.run("demo", "--model", HOSTILE)).isEqualTo(2);
    Files.writeString(agent, "model: simulated\nname: " + escaped + "\ninput: {type: object}\n");
    assertThat(harness.run("run", agent.toString(), "--input", HOSTILE)).isEqualTo(4);
  }

  private Path agent(String text) throws IOException {
    return Files.writeString(folder.resolve("agent.yaml"), text);
  }

  private void chat(String model, String... lines) {
    var terminal =
        Terminal.of(
            new PrintWriter(harness.out),
            new PrintWriter(harness.err),
            TerminalSize.ofColumns(100),
            true,
            name -> null);
    CommandEnvironment plain = harness.commandEnvironment();
    var environment =
        new CommandEnvironment(plain.models(), plain.launch(), terminal, plain.input());
    ModelChoice choice = new ModelResolver(environment.models()).resolve(ModelOption.parse(model));
    try (var open = ModelSession.open(environment.models(), choice, null, false);
        var chat = new ChatSession(environment, AgentFile.conversation(), open, true)) {
      chat.run(typed(lines));
    }
  }

  private static MessageSource typed(String... lines) {
    Iterator<String> remaining = List.of(lines).iterator();
    return new MessageSource() {
      @Override
      public @Nullable String next() {
        return remaining.hasNext() ? remaining.next() : null;
      }

      @Override
      public StopListener watch(Runnable stop) {
        return () -> {};
      }

      @Override
      public void close() {}
    };
  }
}
