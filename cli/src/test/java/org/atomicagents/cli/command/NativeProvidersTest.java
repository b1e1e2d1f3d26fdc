package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with models of Anthropic and Gemini, over their protocols. */
class NativeProvidersTest {
  private final SimulatedProvider provider =
      SimulatedProvider.builder().models("claude-haiku-5-5", "gemini-3.8-flash").start();
  private final CommandHarness harness = new CommandHarness();

  @BeforeEach
  void setKeys() {
    harness.environment.put("ANTHROPIC_API_KEY", "secret");
    harness.environment.put("GOOGLE_API_KEY", "secret");
    harness.servers.put("anthropic", provider.serverUrl());
    harness.servers.put("gemini", provider.serverUrl());
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void theDemoStreamsInTheProtocolOfTheProvider() {
    assertThat(harness.run("demo", "--model", "anthropic:claude-haiku-5-5", "--no-delay")).isZero();
    assertThat(harness.run("demo", "--model", "gemini", "--no-delay")).isZero();

    assertThat(paths())
        .contains("/v1/messages", "/v1beta/models/gemini-3.8-flash:streamGenerateContent");
    assertThat(harness.err.toString())
        .contains("Model: anthropic:claude-haiku-5-5", "Model: gemini:gemini-3.8-flash");
  }

  @Test
  void theDefaultModelIsThatOfTheOnlyKey() {
    harness.environment.remove("ANTHROPIC_API_KEY");

    assertThat(harness.run("demo", "--no-delay")).isZero();

    assertThat(harness.err.toString())
        .contains("Model: gemini:gemini-3.8-flash (GOOGLE_API_KEY is set)");
    assertThat(provider.requests())
        .allSatisfy(request -> assertThat(request.headers()).containsKey("x-goog-api-key"));
  }

  @Test
  void anAgentFileNamesTheProvider(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("agent.yaml"), "model: anthropic:claude-haiku-5-5\n");

    assertThat(harness.run("run", file.toString(), "--input", "hello")).isZero();

    assertThat(harness.out.toString()).startsWith("{\"chat_message\":");
    assertThat(paths()).containsExactly("/v1/messages");
    assertThat(provider.requests().getFirst().headers()).containsKey("x-api-key");
  }

  @Test
  void anAddressInAFileReceivesNoKey(@TempDir Path folder) throws IOException {
    for (String model : List.of("anthropic:claude-haiku-5-5", "gemini:gemini-3.8-flash")) {
      Path file =
          Files.writeString(
              folder.resolve("agent.yaml"),
              "model: %s\nbaseUrl: %s\n".formatted(model, provider.serverUrl()));

      assertThat(harness.run("run", file.toString(), "--input", "hello")).isZero();
    }

    assertThat(paths())
        .containsExactly("/v1/messages", "/v1beta/models/gemini-3.8-flash:generateContent");
    assertThat(provider.requests())
        .allSatisfy(request ->
            assertThat(request.headers()).doesNotContainKeys("x-api-key", "x-goog-api-key"));
  }

  @Test
  void theDoctorListsTheModelsOfBoth() {
    assertThat(harness.run("doctor")).isZero();

    assertThat(harness.out.toString())
        .contains(
            "ANTHROPIC_API_KEY     set; Anthropic accepts it and offers 2 models",
            "GEMINI_API_KEY        not set",
            "GOOGLE_API_KEY        set; Gemini accepts it and offers 2 models",
            "anthropic:claude-haiku-5-5 (ANTHROPIC_API_KEY is set)")
        .doesNotContain("secret");
  }

  @Test
  void theDoctorStatesWhatToDoAboutARefusedKey() {
    provider.fail(Fault.status(401));
    harness.environment.remove("GOOGLE_API_KEY");

    assertThat(harness.run("doctor")).isZero();

    assertThat(harness.out.toString())
        .contains(
            "ANTHROPIC_API_KEY     set; its check failed: anthropic rejected the credentials (401",
            "                      Check the API key and its permissions.");
  }

  @Test
  void theDoctorClaimsNothingAboutAKeyThatTheListDoesNotNeed() {
    harness.environment.put("OPENROUTER_API_KEY", "wrong");
    harness.servers.put("openrouter", provider.baseUrl());

    assertThat(harness.run("doctor")).isZero();

    assertThat(harness.out.toString())
        .contains("set; OpenRouter offers 2 models; it lists them without checking the key");
  }

  @Test
  void theDoctorNamesAnAddressFromTheEnvironment() {
    harness.environment.put("ANTHROPIC_BASE_URL", provider.serverUrl().toString());

    assertThat(harness.run("doctor")).isZero();

    assertThat(harness.out.toString())
        .contains(
            "set; Anthropic at %s accepts it and offers 2 models".formatted(provider.serverUrl()),
            "set; Gemini accepts it and offers 2 models");
  }

  @Test
  void tokensAreReportedWithThePriceOfTheModel(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(folder.resolve("agent.yaml"), "model: anthropic:claude-haiku-5-5\n");

    assertThat(harness.run("tokens", file.toString())).isZero();

    assertThat(harness.out.toString()).contains("The input of ").contains(" USD.");
    assertThat(provider.requests()).isEmpty();
  }

  private List<String> paths() {
    return provider.requests().stream().map(RecordedRequest::path).distinct().toList();
  }
}
