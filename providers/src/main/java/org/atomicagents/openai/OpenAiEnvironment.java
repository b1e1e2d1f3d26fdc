package org.atomicagents.openai;

import java.util.function.UnaryOperator;
import org.atomicagents.internal.provider.EnvironmentConfig;
import org.atomicagents.internal.provider.SecretApiKey;

/** A factory of client builders that are configured from environment variables. */
final class OpenAiEnvironment {
  private static final String AZURE_VERSION = "AZURE_OPENAI_API_VERSION";
  private static final String LOCAL_ALTERNATIVE =
      "To use a local model without a key, call OpenAi.fromEnv(Provider.OLLAMA).";

  private final Provider provider;
  private final EnvironmentConfig config;

  OpenAiEnvironment(Provider provider, EnvironmentConfig.VariableLookup environment) {
    this.provider = provider;
    this.config = new EnvironmentConfig(provider.profile(), environment);
  }

  /** Returns a builder with the base URL, key and API version from the environment. */
  OpenAi.Builder builder() {
    OpenAi.Builder builder = OpenAi.builder(provider).baseUrl(config.baseUrl(normalizer()));
    SecretApiKey key = config.key(LOCAL_ALTERNATIVE);
    if (key != null) {
      builder.apiKey(key);
    }
    String version = config.get(AZURE_VERSION);
    return provider.isAzure() && version != null ? builder.apiVersion(version) : builder;
  }

  private UnaryOperator<String> normalizer() {
    return provider.id().equals(Provider.OLLAMA.id())
        ? OpenAiEnvironment::toOllamaUrl
        : UnaryOperator.identity();
  }

  // OLLAMA_HOST is shared with the server: "host" or "host:port", with or without a scheme, and
  // 0.0.0.0 for a server that listens on all interfaces (https://docs.ollama.com/faq).
  private static String toOllamaUrl(String host) {
    String address = host.contains("://") ? host : "http://" + host;
    boolean hasPort = address.substring(address.indexOf("://") + 3).matches(".*:\\d+/?.*");
    String server = address.replaceFirst("/+$", "") + (hasPort ? "" : ":11434");
    return server.replace("//0.0.0.0", "//127.0.0.1") + (server.endsWith("/v1") ? "" : "/v1");
  }
}
