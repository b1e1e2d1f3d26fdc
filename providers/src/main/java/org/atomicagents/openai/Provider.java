package org.atomicagents.openai;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.internal.provider.ProviderProfile;
import org.atomicagents.internal.provider.UrlRedaction;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * A provider that implements the chat-completions protocol, with its deviations from OpenAI.
 *
 * <p>The constants describe the providers that are known to the library. To describe another one,
 * start with {@link #of(String, URI)} and the {@code with...} methods.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id the identifier, such as {@code groq} in {@code groq:llama-3.3-70b-versatile}
 * @param name the display name
 * @param baseUrl the default base URL, to which {@code /chat/completions} is appended; null if
 *     there is none
 * @param urlVariable the environment variable that overrides the base URL
 * @param keyVariable the environment variable of the API key; null if no key is needed
 * @param help a sentence on where to get a key, or how to start the server; may be empty
 * @param defaultModel the model to use if none is given; null if there is no default
 * @param capabilities the response modes of the models; the first rule that covers a model applies
 * @param rules the parameter rules of models for which the library has no specific rules; other
 *     rules than those of the preset apply to all models of the provider
 */
public record Provider(
    String id,
    String name,
    @Nullable URI baseUrl,
    String urlVariable,
    @Nullable String keyVariable,
    String help,
    @Nullable String defaultModel,
    List<CapabilityRule> capabilities,
    ParameterRules rules) {

  /**
   * OpenAI: https://platform.openai.com/docs/api-reference/chat.
   *
   * <p>Environment variables: {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL}.
   */
  public static final Provider OPENAI =
      new Provider(
          "openai",
          "OpenAI",
          URI.create("https://api.openai.com/v1"),
          "OPENAI_BASE_URL",
          "OPENAI_API_KEY",
          "Create a key at https://platform.openai.com/api-keys",
          "gpt-5-mini",
          CapabilityTable.OPENAI,
          ParameterRules.STANDARD);

  /**
   * Azure OpenAI: https://learn.microsoft.com/azure/ai-services/openai/reference.
   *
   * <p>The name of a model is the name of its deployment. There is no default base URL. Environment
   * variables: {@code AZURE_OPENAI_API_KEY}, {@code AZURE_OPENAI_ENDPOINT}, {@code
   * AZURE_OPENAI_API_VERSION}.
   */
  public static final Provider AZURE =
      new Provider(
          "azure",
          "Azure OpenAI",
          null,
          "AZURE_OPENAI_ENDPOINT",
          "AZURE_OPENAI_API_KEY",
          "Find keys and endpoint of the resource in the Azure portal",
          null,
          CapabilityTable.AZURE,
          ParameterRules.STANDARD);

  /**
   * Groq: https://console.groq.com/docs/openai.
   *
   * <p>Tool calls are the preferred mode of most models, because only some models accept a JSON
   * Schema (https://console.groq.com/docs/structured-outputs). Environment variables: {@code
   * GROQ_API_KEY}, {@code GROQ_BASE_URL}.
   */
  public static final Provider GROQ =
      new Provider(
          "groq",
          "Groq",
          URI.create("https://api.groq.com/openai/v1"),
          "GROQ_BASE_URL",
          "GROQ_API_KEY",
          "Create a key at https://console.groq.com/keys",
          "llama-3.3-70b-versatile",
          CapabilityTable.GROQ,
          ParameterRules.STANDARD);

  /**
   * Mistral: https://docs.mistral.ai/api.
   *
   * <p>Mistral rejects unknown parameters: the seed is sent as {@code random_seed}, and {@code
   * stream_options} is omitted, because streams always report their usage. Environment variables:
   * {@code MISTRAL_API_KEY}, {@code MISTRAL_BASE_URL}.
   */
  public static final Provider MISTRAL =
      new Provider(
          "mistral",
          "Mistral",
          URI.create("https://api.mistral.ai/v1"),
          "MISTRAL_BASE_URL",
          "MISTRAL_API_KEY",
          "Create a key at https://console.mistral.ai/api-keys",
          "mistral-small-latest",
          CapabilityTable.MISTRAL,
          ParameterRules.STANDARD);

  /**
   * DeepSeek: https://api-docs.deepseek.com.
   *
   * <p>JSON objects are the preferred mode, because reasoning models refuse a forced tool call.
   * Environment variables: {@code DEEPSEEK_API_KEY}, {@code DEEPSEEK_BASE_URL}.
   */
  public static final Provider DEEPSEEK =
      new Provider(
          "deepseek",
          "DeepSeek",
          URI.create("https://api.deepseek.com"),
          "DEEPSEEK_BASE_URL",
          "DEEPSEEK_API_KEY",
          "Create a key at https://platform.deepseek.com/api_keys",
          "deepseek-chat",
          CapabilityTable.DEEPSEEK,
          ParameterRules.STANDARD);

  /**
   * OpenRouter: https://openrouter.ai/docs/api-reference/overview.
   *
   * <p>Tool calls are the preferred mode of most models, because only some models accept a JSON
   * Schema (https://openrouter.ai/docs/features/structured-outputs). Environment variables: {@code
   * OPENROUTER_API_KEY}, {@code OPENROUTER_BASE_URL}.
   */
  public static final Provider OPENROUTER =
      new Provider(
          "openrouter",
          "OpenRouter",
          URI.create("https://openrouter.ai/api/v1"),
          "OPENROUTER_BASE_URL",
          "OPENROUTER_API_KEY",
          "Create a key at https://openrouter.ai/settings/keys",
          "openai/gpt-5-mini",
          CapabilityTable.OPENROUTER,
          ParameterRules.STANDARD);

  /**
   * A local Ollama server: https://docs.ollama.com/openai.
   *
   * <p>The server converts a JSON Schema to a grammar. No key is needed. Environment variable:
   * {@code OLLAMA_HOST}; default: {@code http://localhost:11434/v1}.
   */
  public static final Provider OLLAMA =
      new Provider(
          "ollama",
          "Ollama",
          URI.create("http://localhost:11434/v1"),
          "OLLAMA_HOST",
          null,
          "Start it with \"ollama serve\"",
          "llama3.2",
          CapabilityTable.OLLAMA,
          ParameterRules.STANDARD);

  /**
   * A local llama.cpp server:
   * https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md.
   *
   * <p>The server converts a JSON Schema to a grammar. A forced tool call does not name its
   * function, because the server would ignore it. No key is needed. Environment variable: {@code
   * LLAMA_CPP_BASE_URL}; default: {@code http://localhost:8080/v1}.
   */
  public static final Provider LLAMA_CPP =
      new Provider(
          "llamacpp",
          "llama.cpp",
          URI.create("http://localhost:8080/v1"),
          "LLAMA_CPP_BASE_URL",
          null,
          "Start it with \"llama-server -m model.gguf\"",
          "default",
          CapabilityTable.LLAMA_CPP,
          ParameterRules.STANDARD);

  private static final List<Provider> PRESETS =
      List.of(OPENAI, AZURE, GROQ, MISTRAL, DEEPSEEK, OPENROUTER, OLLAMA, LLAMA_CPP);

  /** Creates a provider; only the components marked as nullable may be null. */
  public Provider {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(urlVariable, "urlVariable");
    Objects.requireNonNull(help, "help");
    capabilities =
        capabilities instanceof CapabilityTable.PresetRules
            ? capabilities
            : List.copyOf(capabilities);
    Objects.requireNonNull(rules, "rules");
  }

  /** Returns the providers that are known to the library, hosted ones first. */
  public static List<Provider> presets() {
    return PRESETS;
  }

  /** Returns the known provider with the given identifier, or empty if there is none. */
  public static Optional<Provider> find(String id) {
    return PRESETS.stream().filter(preset -> preset.id().equals(id)).findFirst();
  }

  /**
   * Returns a provider that needs no key and whose models use {@link ResponseMode#PROMPTED_JSON},
   * which works with any model.
   *
   * <p>The environment variable of the base URL is the identifier in upper case with the suffix
   * {@code _BASE_URL}; other characters than letters and digits are replaced with {@code _}.
   */
  public static Provider of(String id, URI baseUrl) {
    return new Provider(
        id,
        id,
        baseUrl,
        id.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_") + "_BASE_URL",
        null,
        "",
        null,
        List.of(),
        ParameterRules.STANDARD);
  }

  /** Returns a copy with the given display name. */
  public Provider withName(String newName) {
    return new Provider(
        id, newName, baseUrl, urlVariable, keyVariable, help, defaultModel, capabilities, rules);
  }

  /** Returns a copy with the given default base URL. */
  public Provider withBaseUrl(URI newBaseUrl) {
    return new Provider(
        id, name, newBaseUrl, urlVariable, keyVariable, help, defaultModel, capabilities, rules);
  }

  /** Returns a copy that needs a key, which is read from the given environment variable. */
  public Provider withKeyVariable(String variable) {
    return new Provider(
        id, name, baseUrl, urlVariable, variable, help, defaultModel, capabilities, rules);
  }

  /**
   * Returns the first rule that covers the model with the given name, or {@link
   * CapabilityRule#UNKNOWN} if there is none.
   *
   * <p>For a fine-tuned model, such as {@code ft:gpt-4o-mini-2024-07-18:organisation::id}, the rule
   * of its base model is returned.
   */
  public CapabilityRule capability(String model) {
    String baseModel = model.startsWith("ft:") ? model.substring(3) : model;
    return capabilities.stream()
        .filter(rule -> rule.covers(baseModel))
        .findFirst()
        .orElse(CapabilityRule.UNKNOWN);
  }

  /**
   * Returns a copy all of whose models support the given response modes, in order of preference.
   *
   * <p>Schemas are sent in their strict form if the last rule of this provider does so.
   *
   * @throws IllegalArgumentException if {@code newModes} is empty
   */
  public Provider withModes(ResponseMode... newModes) {
    boolean strict = !capabilities.isEmpty() && capabilities.getLast().strict();
    return withCapabilities(
        List.of(new CapabilityRule(List.of("*"), List.of(newModes), strict, null)));
  }

  /** Returns a copy with the given rules; the first rule that covers a model applies. */
  public Provider withCapabilities(List<CapabilityRule> newCapabilities) {
    return new Provider(
        id, name, baseUrl, urlVariable, keyVariable, help, defaultModel, newCapabilities, rules);
  }

  /** Returns a copy with the given parameter rules. */
  public Provider withRules(ParameterRules newRules) {
    return new Provider(
        id, name, baseUrl, urlVariable, keyVariable, help, defaultModel, capabilities, newRules);
  }

  /** Returns whether the default base URL is on {@code localhost} and no key is needed. */
  public boolean isLocal() {
    return keyVariable == null && baseUrl != null && "localhost".equals(baseUrl.getHost());
  }

  /**
   * Returns a text without secrets, as in {@code Provider[groq at https://api.groq.com/openai/v1]}.
   */
  @Override
  public String toString() {
    return "Provider[" + id + (baseUrl == null ? "" : " at " + UrlRedaction.redact(baseUrl)) + "]";
  }

  ProviderProfile profile() {
    return new ProviderProfile(id, name, baseUrl, urlVariable, keyVariable, help);
  }

  boolean isAzure() {
    return id.equals(AZURE.id);
  }
}
