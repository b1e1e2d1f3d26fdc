package org.atomicagents.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.atomicagents.cli.command.CommandHarness;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ModelResolverTest {
  private final CommandHarness harness = new CommandHarness();

  @Test
  void prefersTheRequestedModelToAnyKey() {
    harness.environment.put("OPENAI_API_KEY", "sk-1");

    ModelChoice choice = resolver().resolve(ModelOption.parse("groq:llama-3.3-70b-versatile"));

    assertThat(choice.name()).isEqualTo("groq:llama-3.3-70b-versatile");
    assertThat(choice.reason()).isEqualTo("selected by --model");
  }

  @Test
  void usesTheFirstKeyInTheOrderOfTheProviders() {
    harness.environment.put("DEEPSEEK_API_KEY", "sk-2");
    harness.environment.put("GROQ_API_KEY", "sk-1");

    ModelChoice choice = resolver().resolve(null);

    assertThat(choice.name()).isEqualTo("groq:llama-3.3-70b-versatile");
    assertThat(choice.reason()).isEqualTo("GROQ_API_KEY is set");
  }

  @Test
  void usesAnthropicOrGeminiIfOnlyItsKeyIsSet() {
    harness.environment.put("ANTHROPIC_API_KEY", "k");
    var google = new CommandHarness();
    google.environment.put("GOOGLE_API_KEY", "k");

    ModelChoice claude = resolver().resolve(null);
    ModelChoice gemini = new ModelResolver(google.models(), Duration.ofMinutes(1)).resolve(null);

    assertThat(claude.name()).isEqualTo("anthropic:claude-haiku-5-5");
    assertThat(claude.reason()).isEqualTo("ANTHROPIC_API_KEY is set");
    assertThat(gemini.name()).isEqualTo("gemini:gemini-3.8-flash");
    assertThat(gemini.reason()).isEqualTo("GOOGLE_API_KEY is set");
  }

  @Test
  void opensTheClientOfTheProvider() {
    harness.environment.put("ANTHROPIC_API_KEY", "k");
    harness.environment.put("GEMINI_API_KEY", "k");
    harness.environment.put("OPENAI_API_KEY", "k");

    assertThat(clientOf("anthropic:claude-haiku-5-5")).isEqualTo("anthropic");
    assertThat(clientOf("gemini:gemini-3.8-flash")).isEqualTo("google");
    assertThat(clientOf("openai:gpt-5-mini")).isEqualTo("openai");
  }

  @Test
  void namesTheVariableOfAMissingKey() {
    assertThatThrownBy(() ->
            ModelSession.open(
                harness.models(),
                resolver().resolve(ModelOption.parse("gemini:gemini-3.8-flash")),
                null,
                true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Gemini requires an API key, but the environment variable GEMINI_API_KEY is not set.
            Create a key at https://aistudio.google.com/apikey, then run: export GEMINI_API_KEY=...
            Without a key, use --model ollama:llama3.2 (a local model) or --model simulated.\
            """);
  }

  @Test
  void ignoresABlankKeyAndAKeyOfAProviderWithoutADefaultModel() {
    harness.environment.put("OPENAI_API_KEY", " ");
    harness.environment.put("AZURE_OPENAI_API_KEY", "k");
    harness.environment.put("MISTRAL_API_KEY", "k");

    assertThat(resolver().resolve(null).reason()).isEqualTo("MISTRAL_API_KEY is set");
  }

  @Test
  void prefersAKeyToALocalServer() {
    try (var ollama = SimulatedProvider.builder().models("qwen3").start()) {
      harness.servers.put("ollama", ollama.baseUrl());
      harness.environment.put("OPENAI_API_KEY", "sk-1");

      assertThat(resolver().resolve(null).name()).isEqualTo("openai:gpt-5-mini");
      assertThat(ollama.requests()).isEmpty();
    }
  }

  @Test
  void prefersOllamaToLlamaCppAndUsesAnOfferedChatModel() {
    try (var ollama = SimulatedProvider.builder().models("nomic-embed-text", "qwen3").start();
        var llama = SimulatedProvider.builder().models("gemma").start()) {
      harness.servers.put("ollama", ollama.baseUrl());
      harness.servers.put(llamaCpp(), llama.baseUrl());

      assertThat(resolver().resolve(null).name()).isEqualTo("ollama:qwen3");
    }
  }

  @Test
  void usesTheDefaultModelOfALocalServerIfItIsOffered() {
    try (var ollama = SimulatedProvider.builder().models("qwen3", "llama3.2:latest").start()) {
      harness.servers.put("ollama", ollama.baseUrl());

      assertThat(resolver().resolve(null).name()).isEqualTo("ollama:llama3.2:latest");
    }
  }

  @Test
  void usesLlamaCppIfOllamaIsUnavailable() {
    try (var llama = SimulatedProvider.builder().models("gemma").start()) {
      harness.servers.put(llamaCpp(), llama.baseUrl());

      ModelChoice choice = resolver().resolve(null);

      assertThat(choice.name()).isEqualTo(llamaCpp() + ":gemma");
      assertThat(choice.reason()).startsWith("llama.cpp responds at ");
    }
  }

  @Test
  void usesTheSimulatedModelIfNothingElseIsAvailable() {
    ModelChoice choice = resolver().resolve(null);

    assertThat(choice.name()).isEqualTo("simulated");
    assertThat(choice.reason()).isEqualTo("no key is set and no local server offers a model");
  }

  @Test
  void queriesALocalServerForItsModelsIfNoModelIsNamed() {
    try (var ollama = SimulatedProvider.builder().models("qwen3").start();
        var any = SimulatedProvider.builder().models("mine").start()) {
      harness.servers.put("ollama", ollama.baseUrl());

      assertThat(resolver().resolve(ModelOption.parse("ollama")).name()).isEqualTo("ollama:qwen3");
      assertThat(resolver().resolve(ModelOption.parse(any.baseUrl().toString())).name())
          .isEqualTo(any.baseUrl() + "#mine");
    }
  }

  @Test
  void requiresAModelIfTheProviderHasNoDefaultModel() {
    assertThatThrownBy(() -> resolver().resolve(ModelOption.parse("azure")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Azure OpenAI has no default model.
            Select a model with --model azure:NAME.\
            """);
  }

  private String clientOf(String model) {
    ModelChoice choice = resolver().resolve(ModelOption.parse(model));
    try (var session = ModelSession.open(harness.models(), choice, null, true)) {
      return session.model().client().provider();
    }
  }

  private ModelResolver resolver() {
    return new ModelResolver(harness.models(), Duration.ofMinutes(1));
  }

  private static String llamaCpp() {
    return ModelOption.parse("llama.cpp").provider().id();
  }
}
