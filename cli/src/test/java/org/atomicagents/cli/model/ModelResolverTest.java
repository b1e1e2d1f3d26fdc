package org.atomicagents.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.atomicagents.cli.command.CommandHarness;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;

class ModelResolverTest {
  private final CommandHarness stage = new CommandHarness();

  @Test
  void takesTheModelAskedForBeforeAnyKey() {
    stage.environment.put("OPENAI_API_KEY", "sk-1");

    ModelChoice pick = search().resolve(ModelOption.parse("groq:llama-3.3-70b-versatile"));

    assertThat(pick.name()).isEqualTo("groq:llama-3.3-70b-versatile");
    assertThat(pick.reason()).isEqualTo("--model says so");
  }

  @Test
  void takesTheFirstKeyInTheOrderOfTheProviders() {
    stage.environment.put("DEEPSEEK_API_KEY", "sk-2");
    stage.environment.put("GROQ_API_KEY", "sk-1");

    ModelChoice pick = search().resolve(null);

    assertThat(pick.name()).isEqualTo("groq:llama-3.3-70b-versatile");
    assertThat(pick.reason()).isEqualTo("GROQ_API_KEY is set");
  }

  @Test
  void passesOverABlankKeyAndOneWhoseProviderHasNoUsualModel() {
    stage.environment.put("OPENAI_API_KEY", " ");
    stage.environment.put("AZURE_OPENAI_API_KEY", "k");
    stage.environment.put("MISTRAL_API_KEY", "k");

    assertThat(search().resolve(null).reason()).isEqualTo("MISTRAL_API_KEY is set");
  }

  @Test
  void takesAKeyBeforeALocalServer() {
    try (var ollama = SimulatedProvider.builder().models("qwen3").start()) {
      stage.servers.put("ollama", ollama.baseUrl());
      stage.environment.put("OPENAI_API_KEY", "sk-1");

      assertThat(search().resolve(null).name()).isEqualTo("openai:gpt-5-mini");
      assertThat(ollama.requests()).isEmpty();
    }
  }

  @Test
  void takesOllamaBeforeLlamaCppAndAModelThatItOffers() {
    try (var ollama = SimulatedProvider.builder().models("nomic-embed-text", "qwen3").start();
        var llama = SimulatedProvider.builder().models("gemma").start()) {
      stage.servers.put("ollama", ollama.baseUrl());
      stage.servers.put(llamaCpp(), llama.baseUrl());

      assertThat(search().resolve(null).name()).isEqualTo("ollama:qwen3");
    }
  }

  @Test
  void takesTheUsualModelOfALocalServerWhereItIsOffered() {
    try (var ollama = SimulatedProvider.builder().models("qwen3", "llama3.2:latest").start()) {
      stage.servers.put("ollama", ollama.baseUrl());

      assertThat(search().resolve(null).name()).isEqualTo("ollama:llama3.2:latest");
    }
  }

  @Test
  void takesLlamaCppWhereOllamaDoesNotAnswer() {
    try (var llama = SimulatedProvider.builder().models("gemma").start()) {
      stage.servers.put(llamaCpp(), llama.baseUrl());

      ModelChoice pick = search().resolve(null);

      assertThat(pick.name()).isEqualTo(llamaCpp() + ":gemma");
      assertThat(pick.reason()).startsWith("llama.cpp answers at ");
    }
  }

  @Test
  void takesTheSimulatedModelWhereThereIsNothing() {
    ModelChoice pick = search().resolve(null);

    assertThat(pick.name()).isEqualTo("simulated");
    assertThat(pick.reason()).isEqualTo("no key is set and no local server offers a model");
  }

  @Test
  void asksALocalServerForItsModelWhereOnlyTheServerIsNamed() {
    try (var ollama = SimulatedProvider.builder().models("qwen3").start();
        var any = SimulatedProvider.builder().models("mine").start()) {
      stage.servers.put("ollama", ollama.baseUrl());

      assertThat(search().resolve(ModelOption.parse("ollama")).name()).isEqualTo("ollama:qwen3");
      assertThat(search().resolve(ModelOption.parse(any.baseUrl().toString())).name())
          .isEqualTo(any.baseUrl() + "#mine");
    }
  }

  @Test
  void wantsADeploymentNamed() {
    assertThatThrownBy(() -> search().resolve(ModelOption.parse("azure")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Azure OpenAI: a model has to be named, since each user has their own.
            Name it: --model azure:...\
            """);
  }

  private ModelResolver search() {
    return new ModelResolver(stage.models());
  }

  private static String llamaCpp() {
    return ModelOption.parse("llama.cpp").provider().id();
  }
}
