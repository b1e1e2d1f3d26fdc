package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.atomicagents.examples.providers.LangChain4jModels;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ExampleModelTest {
  private static final int MAX_ATTEMPTS = 5;
  private static final Map<String, String> NO_LOCAL_SERVER =
      Map.of("OLLAMA_HOST", "127.0.0.1:1", "LLAMA_CPP_BASE_URL", "http://127.0.0.1:1/v1");

  @Test
  void selectsTheModelOfTheFirstKey() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      List<String> lines =
          chat(Map.of("OPENAI_API_KEY", "k", "OPENAI_BASE_URL", provider.baseUrl().toString()));

      assertThat(lines.getFirst()).isEqualTo("Model: openai:gpt-5-mini (OPENAI_API_KEY is set)");
      assertThat(lines.getLast()).isEqualTo("3 messages in 2 turns");
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  void selectsALocalServerWithoutAKey() throws Exception {
    try (var provider = SimulatedProvider.builder().models("small").start()) {
      List<String> lines = chatWithLocalServer(provider);

      assertThat(lines.getFirst())
          .isEqualTo("Model: llamacpp:small (llama.cpp responds on this machine)");
      assertThat(lines.getLast()).isEqualTo("3 messages in 2 turns");
    }
  }

  @Test
  void selectsClaudeOrGeminiByItsKey() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      String url = provider.serverUrl().toString();

      List<String> claude = chat(Map.of("ANTHROPIC_API_KEY", "k", "ANTHROPIC_BASE_URL", url));
      List<String> gemini = chat(Map.of("GOOGLE_API_KEY", "k", "GEMINI_BASE_URL", url));

      assertThat(claude.getFirst())
          .isEqualTo("Model: anthropic:claude-haiku-5-5 (ANTHROPIC_API_KEY is set)");
      assertThat(gemini.getFirst())
          .isEqualTo("Model: google:gemini-3.8-flash (GOOGLE_API_KEY is set)");
      assertThat(provider.requests()).hasSize(2);
    }
  }

  @Test
  void printsThatTheModelIsSimulatedWithoutAnyOther() throws Exception {
    List<String> lines = chat(Map.of());

    assertThat(lines.getFirst())
        .isEqualTo(
            "Model: simulated:any (generated output: no key is set, and no local server offers a"
                + " model; for a real one: export OPENAI_API_KEY=..., or --model provider:name)");
    assertThat(lines.getLast()).isEqualTo("3 messages in 2 turns");
  }

  @Test
  void selectsAModelInOpenAisProtocolForOtherClients() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      String url = provider.serverUrl().toString();

      List<String> lines =
          run(LangChain4jModels.class, Map.of("ANTHROPIC_API_KEY", "k", "ANTHROPIC_BASE_URL", url));

      assertThat(lines.getFirst()).startsWith("Model: simulated:any (");
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void simulatesAModelByName() {
    try (var simulated = ExampleModel.named("simulated")) {
      assertThat(simulated.address().baseUrl()).startsWith("http://127.0.0.1:");
    }
  }

  @Test
  void namesTheProvidersForAnUnknownOne() {
    assertThatThrownBy(() -> ExampleModel.named("opnai:gpt-5-mini"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "--model: expected provider:name with one of [openai, azure, groq, mistral, deepseek,"
                + " openrouter, ollama, llamacpp, anthropic, gemini, simulated], found"
                + " \"opnai:gpt-5-mini\"");
  }

  // A new process on a busy machine may need longer for its first request than the half second in
  // which a local server has to respond: then it is started again.
  private static List<String> chatWithLocalServer(SimulatedProvider provider)
      throws IOException, InterruptedException {
    Map<String, String> environment = Map.of("LLAMA_CPP_BASE_URL", provider.baseUrl().toString());
    List<String> lines = chat(environment);
    for (int i = 1; i < MAX_ATTEMPTS && lines.getFirst().startsWith("Model: simulated"); i++) {
      lines = chat(environment);
    }
    return lines;
  }

  // In a new process, since a process cannot change its own environment.
  private static List<String> chat(Map<String, String> environment)
      throws IOException, InterruptedException {
    return run(BasicChat.class, environment);
  }

  private static List<String> run(Class<?> example, Map<String, String> environment)
      throws IOException, InterruptedException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), example.getName());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.endsWith("_API_KEY") || name.endsWith("_BASE_URL"));
    builder.environment().putAll(NO_LOCAL_SERVER);
    builder.environment().putAll(environment);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (var input = process.outputWriter(StandardCharsets.UTF_8)) {
      input.write("hello\n");
    }
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return lines;
  }
}
