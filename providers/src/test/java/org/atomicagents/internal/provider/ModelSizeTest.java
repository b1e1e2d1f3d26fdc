package org.atomicagents.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.atomicagents.model.PromptProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelSizeTest {

  @ParameterizedTest
  @CsvSource({
    "SmolLM2-135M-Instruct, 0.135",
    "gemma3:270m, 0.27",
    "gemma-3-270m-it-qat-Q4_0.gguf, 0.27",
    "models/Qwen2.5-0.5B-Instruct-Q4_K_M.gguf, 0.5",
    "qwen3-0.6b-4bit, 0.6",
    "stablelm-2-1_6b, 1.6",
    "smollm2:1.7b, 1.7",
    "granite-3.1-1b-a400m-instruct, 1",
    "llama3.2:3b, 3",
    "mixtral-8x7b-32768, 7",
    "qwen3-30b-a3b, 30",
    "qwen2.5-7b-instruct-1m, 7",
    "meta-llama/llama-3.1-8b-instruct:free, 8",
    "llama-3.3-70b-versatile, 70"
  })
  void readsTheSizeInAName(String name, double billions) {
    assertThat(ModelSize.billions(name)).hasValue(billions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-5-mini",
        "gpt-4o-2024-05-13",
        "o3",
        "llama3.2",
        "default",
        "phi-3-128k",
        "gpt-4.1-1m",
        "llama-4-scout-10m",
        ""
      })
  void isEmptyWithoutASize(String name) {
    assertThat(ModelSize.billions(name)).isEmpty();
    assertThat(ModelSize.promptProfile(name)).isSameAs(PromptProfile.STANDARD);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gemma3:270m", "smollm2", "ollama/smollm2:latest", "tinyllama", "qwen-2b"})
  void smallModelsGetTheSmallProfile(String name) {
    assertThat(ModelSize.promptProfile(name)).isSameAs(PromptProfile.SMALL);
  }
}
