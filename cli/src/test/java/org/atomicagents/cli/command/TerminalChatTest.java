package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the program on a pseudoterminal. */
@Timeout(120)
class TerminalChatTest {
  private static final String CTRL_C = "\003";
  private static final String CTRL_D = "\004";
  private static final String LEFT = "\033OD";
  private static final String UP = "\033OA";

  private Process process;
  private InputStream out;
  private OutputStream in;
  private final StringBuilder shown = new StringBuilder();
  private int seen;

  @BeforeEach
  void needsScript() throws Exception {
    try {
      Process version = new ProcessBuilder("script", "--version").start();
      String output = new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assumeTrue(output.contains("util-linux"), "needs the script of util-linux");
    } catch (IOException e) {
      assumeTrue(false, "needs the script of util-linux: " + e.getMessage());
    }
  }

  // A blocked read cannot be interrupted; the end of the process ends it.
  @AfterEach
  void end() {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  @Test
  void editsAndRecallsLinesAndRestoresTheTerminal() throws Exception {
    try (var server =
        new ScriptedServer("{\"chat_message\":\"First.\"}", "{\"chat_message\":\"Next.\"}")) {
      start(server.baseUrl() + "#m");
      await("> ");
      type("Helo" + LEFT + "l\r");
      await("First.");
      await("> ");
      type(UP + "!!\r");
      await("Next.");
      await("> ");
      type(CTRL_D);
      readAll();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      List<String> sent =
          JsonReader.value(server.requests().getLast())
              .path("messages")
              .valueStream()
              .map(message -> message.path("content").asString())
              .filter(content -> content.contains("Hello"))
              .toList();
      assertThat(sent)
          .containsExactly("{\"chat_message\":\"Hello\"}", "{\"chat_message\":\"Hello!!\"}");
      List<String> states = plain().lines().filter(line -> line.startsWith("state ")).toList();
      assertThat(states).hasSize(2);
      assertThat(states.getFirst()).isEqualTo(states.getLast());
      assertThat(plain()).doesNotContain("WARNING");
    }
  }

  @Test
  void anInterruptStopsTheResponseThenClearsTheLineThenQuits() throws Exception {
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofHours(1)).start()) {
      start(server.baseUrl() + "#m");
      await("> ");
      type("Hi\r");
      while (server.activeRequests() == 0 && process.isAlive()) {
        Thread.onSpinWait();
      }
      type(CTRL_C);
      await("Stopped. The conversation is unchanged.");
      await("> ");
      type("something");
      await("something");
      type(CTRL_C);
      await("> ");
      type(CTRL_C);
      await("Press Ctrl-C again to quit, or use Ctrl-D or /quit.");
      await("> ");
      type(CTRL_C);
      readAll();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(plain()).isZero();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void discardsKeysDuringAResponseExceptInterrupts() throws Exception {
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofHours(1)).start()) {
      start(server.baseUrl() + "#m");
      await("> ");
      type("Hi\r" + CTRL_C + "/quit\r");
      await("Stopped. The conversation is unchanged.");
      await("> ");
      type("/model\r");
      await("The model is ");
      await("> ");
      type("Hi\r");
      while (server.activeRequests() == 0 && process.isAlive()) {
        Thread.onSpinWait();
      }
      type("/q\033[Duit\r" + CTRL_C + CTRL_C + CTRL_C);
      await("Stopped. The conversation is unchanged.");
      await("> ");
      type("/quit\r");
      readAll();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(plain()).isZero();
      assertThat(plain()).doesNotContain("Press Ctrl-C again");
    }
  }

  @Test
  void detectsTheTerminalWithoutTheLauncher() throws Exception {
    start("simulated", List.of());
    await("> ");
    type(CTRL_D);
    readAll();

    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(plain()).isZero();
    assertThat(plain()).contains("Ctrl-C stops a response, Ctrl-D quits");
  }

  private void start(String model) throws IOException {
    start(
        model,
        List.of(
            "-Datomic.columns=60",
            "-Datomic.rows=20",
            "-Datomic.input.terminal=true",
            "-Datomic.errors.terminal=true"));
  }

  /**
   * Starts a chat.
   *
   * @param launcher the system properties that the launcher would set
   */
  private void start(String model, List<String> launcher) throws IOException {
    String java =
        Stream.of(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1"),
                launcher,
                List.of(
                    "-cp",
                    System.getProperty("java.class.path"),
                    "org.atomicagents.cli.Main",
                    "chat",
                    "--model",
                    model))
            .flatMap(List::stream)
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    // A Ctrl-C raised as a signal would end the shell and change its exit code.
    String line =
        "stty cols 60 rows 20; echo state $(stty -g); "
            + java
            + "; code=$?; echo state $(stty -g); exit $code";
    var builder = new ProcessBuilder("script", "-qfec", line, "/dev/null");
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().remove("NO_COLOR");
    process = builder.redirectErrorStream(true).redirectInput(Redirect.PIPE).start();
    out = process.getInputStream();
    in = process.getOutputStream();
  }

  private void type(String keys) throws IOException {
    in.write(keys.getBytes(StandardCharsets.UTF_8));
    in.flush();
  }

  /** Reads until this text is shown after the previously awaited text. */
  private void await(String text) throws IOException {
    int at = plain().indexOf(text, seen);
    while (at < 0) {
      int next = out.read();
      assertThat(next).as("waiting for %s after: %s", text, plain()).isNotNegative();
      shown.append((char) next);
      at = plain().indexOf(text, seen);
    }
    seen = at + text.length();
  }

  private void readAll() throws IOException {
    shown.append(new String(out.readAllBytes(), StandardCharsets.UTF_8));
  }

  private String plain() {
    return shown.toString().replaceAll("\033\\[[0-9;?]*[A-Za-z]|\033[=>]|\r", "");
  }
}
