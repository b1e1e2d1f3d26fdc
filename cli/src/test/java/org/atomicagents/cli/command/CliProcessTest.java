package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.atomicagents.cli.ProcessResult;
import org.atomicagents.cli.source.JsonReader;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

/** Tests the program as a process, with a real environment and real signals. */
class CliProcessTest {
  private static final String KEY = "sk-secret-4711-do-not-show";

  @Test
  void neverPrintsAKey() throws Exception {
    try (var server = SimulatedProvider.builder().apiKey("another").start()) {
      Map<String, String> environment =
          Map.of("OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", server.baseUrl().toString());

      ProcessResult doctor = run(environment, "doctor");
      ProcessResult refused = run(environment, "demo", "--debug");

      assertThat(doctor.code()).isZero();
      assertThat(doctor.out()).contains("OPENAI_API_KEY        set");
      assertThat(refused.code()).isEqualTo(1);
      assertThat(refused.err()).contains("openai rejected the credentials (401");
      assertThat(doctor.out() + doctor.err() + refused.out() + refused.err())
          .doesNotContain("secret-4711");
    }
  }

  @Test
  void usesAKey() throws Exception {
    try (var server = SimulatedProvider.builder().apiKey(KEY).start()) {
      ProcessResult ended =
          run(
              Map.of("OPENAI_API_KEY", KEY, "OPENAI_BASE_URL", server.baseUrl().toString()),
              "demo");

      assertThat(ended.err())
          .isEqualToNormalizingNewlines("Model: openai:gpt-5-mini (OPENAI_API_KEY is set)\n");
      assertThat(ended.code()).isZero();
      assertThat(ended.out()).doesNotContain("simulated").doesNotContain(KEY);
    }
  }

  @Test
  void namesAMissingKey() throws Exception {
    ProcessResult ended = run(Map.of(), "demo", "--model", "groq:llama-3.3-70b-versatile");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .endsWith(
            """
            Groq requires an API key, but the environment variable GROQ_API_KEY is not set.
            Create a key at https://console.groq.com/keys, then run: export GROQ_API_KEY=...
            Without a key, use --model ollama:llama3.2 (a local model) or --model simulated.
            """
                .replace("\n", System.lineSeparator()));
  }

  @Test
  void anInterruptClosesTheStreamAndExitsImmediately() throws Exception {
    try (var server = SimulatedProvider.builder().chunkInterval(Duration.ofSeconds(1)).start()) {
      Process process =
          CliProcess.builder(
                  Map.of("OLLAMA_HOST", server.baseUrl().toString()), "demo", "--model", "ollama:m")
              .start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        int next = out.read();
        while (next != '{') {
          assertThat(next).as("the end of the output before the answer").isNotNegative();
          next = out.read();
        }
        CliProcess.interrupt(process);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualToNormalizingNewlines("Model: ollama:m (selected by --model)\nStopped.\n");
    }
  }

  @Test
  void runsAnAgentFileInAPipe() throws Exception {
    Process process =
        CliProcess.builder(Map.of(), "run", "../examples/agents/triage.yaml")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write("{\"text\":\"Grüße\"}");
    }

    String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(JsonReader.value(answer).path("area").isString()).isTrue();
  }

  @Test
  void anInterruptedRunExitsWith130WithoutOutput() throws Exception {
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofHours(1)).start()) {
      Process process =
          CliProcess.builder(
                  Map.of("OLLAMA_HOST", server.baseUrl().toString()),
                  "run",
                  "../examples/agents/triage.yaml",
                  "--model=ollama:m",
                  "--input={\"text\":\"x\"}")
              .start();
      while (server.activeRequests() == 0 && process.isAlive()) {
        Thread.onSpinWait();
      }
      CliProcess.interrupt(process);

      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(process.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void aPipedChatAnswersEachLine() throws Exception {
    Process process =
        CliProcess.builder(Map.of(), "chat", "--model", "simulated")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write("Grüße\n/model opnai:x\nWhy?\n");
    }

    String answers = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(answers).doesNotContain("\033");
    assertThat(answers.lines()).hasSize(2);
  }

  @Test
  void anInterruptedPipedChatExitsImmediately() throws Exception {
    try (var server = SimulatedProvider.builder().firstTokenDelay(Duration.ofHours(1)).start()) {
      Process process =
          CliProcess.builder(
                  Map.of("OLLAMA_HOST", server.baseUrl().toString()), "chat", "--model=ollama:m")
              .start();
      try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
        in.write("one\ntwo\n");
        in.flush();
        while (server.activeRequests() == 0 && process.isAlive()) {
          Thread.onSpinWait();
        }
        CliProcess.interrupt(process);

        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(process.exitValue()).isEqualTo(130);
      assertThat(process.getInputStream().readAllBytes()).isEmpty();
      assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualToNormalizingNewlines("Stopped.\n");
    }
  }

  private static ProcessResult run(Map<String, String> environment, String... arguments)
      throws Exception {
    return ProcessResult.of(CliProcess.builder(environment, arguments).start());
  }
}
