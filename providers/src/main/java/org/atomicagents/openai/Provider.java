package org.atomicagents.openai;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.atomicagents.internal.provider.ProviderProfile;
import org.atomicagents.internal.provider.UrlRedaction;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/**
 * A service that speaks the protocol, and what is particular to it.
 *
 * <p>Immutable. One that isn't here starts from {@link #of(String, URI)}.
 *
 * @param id the short name, as in {@code groq:llama-3.3-70b-versatile}
 * @param name the name for people
 * @param baseUrl what comes before {@code /chat/completions}; null if each user has their own
 * @param urlVariable the environment variable that replaces it
 * @param keyVariable the environment variable with the key; null if none is needed
 * @param help where to get a key, or how to start the server; empty if that can't be said
 * @param defaultModel the model to take when none is named; null if that can't be said
 * @param capabilities how its models are asked for JSON; the first that covers a model counts
 * @param rules what its models want otherwise, unless more is known of a model
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

  /** OpenAI itself: https://platform.openai.com/docs/api-reference/chat. */
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
   * Azure OpenAI, where a model's name is that of a deployment:
   * https://learn.microsoft.com/azure/ai-services/openai/reference.
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
   * Groq: https://console.groq.com/docs/openai. Tool calls come first because only some of its
   * models take a JSON Schema (https://console.groq.com/docs/structured-outputs).
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
   * Mistral: https://docs.mistral.ai/api. It answers unknown parameters with an error: the seed has
   * another name, and streams report their usage unasked.
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
          new ParameterRules(
              Set.of("stream_options", "reasoning_effort"),
              Map.of("seed", "random_seed"),
              "system"));

  /**
   * DeepSeek: https://api-docs.deepseek.com. JSON objects come first because models that think
   * refuse a forced tool call.
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
          new ParameterRules(Set.of("tool_choice"), Map.of(), "system"));

  /**
   * OpenRouter: https://openrouter.ai/docs/api-reference/overview. Tool calls come first because
   * only some of its models take a JSON Schema
   * (https://openrouter.ai/docs/features/structured-outputs).
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

  /** Ollama on this machine: https://docs.ollama.com/openai; a schema becomes a grammar. */
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
   * llama.cpp's server on this machine:
   * https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md; a schema becomes a
   * grammar. A forced call can't name its function there: it would be ignored.
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
          new ParameterRules(Set.of(ToolsWriter.NAMED_CHOICE), Map.of(), "system"));

  private static final List<Provider> PRESETS =
      List.of(OPENAI, AZURE, GROQ, MISTRAL, DEEPSEEK, OPENROUTER, OLLAMA, LLAMA_CPP);

  public Provider {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(urlVariable, "urlVariable");
    Objects.requireNonNull(help, "help");
    capabilities = List.copyOf(capabilities);
    Objects.requireNonNull(rules, "rules");
  }

  /** All that are known here, hosted ones first. */
  public static List<Provider> presets() {
    return PRESETS;
  }

  /** The one with this short name, if it is known here. */
  public static Optional<Provider> find(String id) {
    return PRESETS.stream().filter(preset -> preset.id().equals(id)).findFirst();
  }

  /**
   * A provider of which only the address is known: no key, and its models are told a schema in
   * words, which any model can read.
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

  /** A copy with another name for people. */
  public Provider withName(String newName) {
    return new Provider(
        id, newName, baseUrl, urlVariable, keyVariable, help, defaultModel, capabilities, rules);
  }

  /** A copy at another address. */
  public Provider withBaseUrl(URI newBaseUrl) {
    return new Provider(
        id, name, newBaseUrl, urlVariable, keyVariable, help, defaultModel, capabilities, rules);
  }

  /** A copy whose key stands in this environment variable. */
  public Provider withKeyVariable(String variable) {
    return new Provider(
        id, name, baseUrl, urlVariable, variable, help, defaultModel, capabilities, rules);
  }

  /** How the model of this name is asked for JSON; in words if nothing is known of it. */
  public CapabilityRule capability(String model) {
    // A tuned model is named "ft:gpt-4o-mini-2024-07-18:organisation::id".
    String plain = model.startsWith("ft:") ? model.substring(3) : model;
    return capabilities.stream()
        .filter(each -> each.covers(plain))
        .findFirst()
        .orElse(CapabilityRule.UNKNOWN);
  }

  /** A copy whose models, all of them, are asked for JSON in these ways, best first. */
  public Provider withModes(ResponseMode... newModes) {
    boolean strict = !capabilities.isEmpty() && capabilities.getLast().strict();
    return withCapabilities(
        List.of(new CapabilityRule(List.of("*"), List.of(newModes), strict, null)));
  }

  /** A copy of whose models other things are known; the first that covers a model counts. */
  public Provider withCapabilities(List<CapabilityRule> newCapabilities) {
    return new Provider(
        id, name, baseUrl, urlVariable, keyVariable, help, defaultModel, newCapabilities, rules);
  }

  /** A copy whose models want other parameters. */
  public Provider withRules(ParameterRules newRules) {
    return new Provider(
        id, name, baseUrl, urlVariable, keyVariable, help, defaultModel, capabilities, newRules);
  }

  /** Whether it runs on the user's own machine and needs no key. */
  public boolean isLocal() {
    return keyVariable == null && baseUrl != null && "localhost".equals(baseUrl.getHost());
  }

  /** As in {@code Provider[groq at https://api.groq.com/openai/v1]}; no secret of the address. */
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
