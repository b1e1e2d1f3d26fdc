package org.atomicagents.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelOptionTest {

  @ParameterizedTest
  @CsvSource({
    "openai:gpt-5-mini, OpenAI, gpt-5-mini",
    "ollama:llama3.2:1b, Ollama, llama3.2:1b",
    "llama-cpp:default, llama.cpp, default",
    "llama.cpp, llama.cpp, ''",
    "LLAMACPP:m, llama.cpp, m",
    "openrouter:openai/gpt-5-mini, OpenRouter, openai/gpt-5-mini",
    "anthropic:claude-haiku-5-5, Anthropic, claude-haiku-5-5",
    "gemini:gemini-3.8-flash, Gemini, gemini-3.8-flash",
    "Gemini, Gemini, ''",
    "google:gemini-2.5-pro, Gemini, gemini-2.5-pro",
    "simulated, simulated, ''",
    "http://localhost:8000/v1#my/model:7b, an OpenAI-compatible server, my/model:7b",
    "https://host/v1, an OpenAI-compatible server, ''"
  })
  void parsesProviderAndModel(String text, String provider, String model) {
    ModelOption name = ModelOption.parse(text);

    assertThat(name.provider().name()).isEqualTo(provider);
    assertThat(name.model()).isEqualTo(model);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai:gpt-5-mini",
        "anthropic:m",
        "http://localhost:8000/v1#m",
        "groq",
        "https://h/v1"
      })
  void formatsAnOptionInTheFormThatItParses(String text) {
    assertThat(ModelOption.parse(text)).hasToString(text);
  }

  @Test
  void omitsTheSecretsOfAnAddress() {
    assertThat(ModelOption.parse("http://user:secret@host:99/v1?key=secret#m"))
        .hasToString("http://host:99/v1#m");
    assertThatThrownBy(() -> ModelOption.parse("user:secret@host/v1"))
        .hasMessageStartingWith("unknown provider 'user'\nExpected ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void listsTheKnownProvidersForAnUnknownOne() {
    assertThatThrownBy(() -> ModelOption.parse("opnai:gpt-5"))
        .hasMessage(
            """
            unknown provider 'opnai'
            Expected provider:model, where provider is one of %s, or a server address such as \
            http://localhost:8000/v1#model.\
            """
                .formatted(ModelOption.knownProviders()));
    assertThat(ModelOption.knownProviders())
        .isEqualTo(
            "openai, azure, groq, mistral, deepseek, openrouter, anthropic, gemini, ollama,"
                + " llamacpp, simulated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://host/v1#m", "http://#m", "http://a b/v1", "://x"})
  void rejectsAnInvalidAddress(String text) {
    assertThatThrownBy(() -> ModelOption.parse(text))
        .hasMessage(
            """
            invalid server address
            Expected an address such as http://localhost:8000/v1#model. The given value is not shown \
            because it may contain a secret.\
            """);
  }
}
