package org.atomicagents.openai;

import java.net.URI;
import java.net.URISyntaxException;
import org.atomicagents.model.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** What the environment says of a provider: its key, and its address if it isn't the usual one. */
final class FromEnvironment {
  private static final String AZURE_VERSION = "AZURE_OPENAI_API_VERSION";

  private final Provider provider;
  private final Environment environment;

  FromEnvironment(Provider provider, Environment environment) {
    this.provider = provider;
    this.environment = environment;
  }

  /** The environment's variables. */
  @FunctionalInterface
  interface Environment {
    @Nullable String get(String variable);
  }

  /** A builder with what the environment says. */
  OpenAi.Builder builder() {
    OpenAi.Builder builder = OpenAi.builder(provider).baseUrl(baseUrl());
    ApiKey key = key();
    if (key != null) {
      builder.apiKey(key);
    }
    String version = get(AZURE_VERSION);
    return provider.isAzure() && version != null ? builder.apiVersion(version) : builder;
  }

  private @Nullable ApiKey key() {
    String variable = provider.keyVariable();
    if (variable == null) {
      return null;
    }
    String key = get(variable);
    if (key == null) {
      throw ConfigurationException.of(
          "%s needs an API key, and the environment variable %s is not set.\n%s export %s=...\nWithout a key, a model on this machine can answer: OpenAi.fromEnv(Provider.OLLAMA)."
              .formatted(provider.name(), variable, setting(), variable));
    }
    return ApiKey.of(key);
  }

  private URI baseUrl() {
    String told = get(provider.urlVariable());
    if (told != null) {
      return address(told);
    }
    URI usual = provider.baseUrl();
    if (usual == null) {
      throw ConfigurationException.of(
          "%s needs an address, and the environment variable %s is not set.\n%s export %s=https://..."
              .formatted(
                  provider.name(), provider.urlVariable(), setting(), provider.urlVariable()));
    }
    return usual;
  }

  private String setting() {
    return provider.help().isEmpty() ? "Set it:" : provider.help() + ", and set it:";
  }

  private URI address(String told) {
    boolean isOllama = provider.id().equals(Provider.OLLAMA.id());
    String flaw;
    try {
      URI address = new URI(isOllama ? ollama(told) : told);
      flaw = Address.flaw(address);
      if (flaw == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      flaw = "with characters that none has";
    }
    throw ConfigurationException.of(
        "The environment variable %s: expected an address such as https://host/v1, found one %s.\nSet it again; it isn't shown here, since it may hold a secret."
            .formatted(provider.urlVariable(), flaw));
  }

  // Ollama's own variable: "host", "host:port", with or without a scheme, and 0.0.0.0 for a server
  // that listens everywhere (https://docs.ollama.com/faq).
  private static String ollama(String host) {
    String address = host.contains("://") ? host : "http://" + host;
    boolean hasPort = address.substring(address.indexOf("://") + 3).matches(".*:\\d+/?.*");
    String server = address.replaceFirst("/+$", "") + (hasPort ? "" : ":11434");
    return server.replace("//0.0.0.0", "//127.0.0.1") + (server.endsWith("/v1") ? "" : "/v1");
  }

  private @Nullable String get(String variable) {
    String value = environment.get(variable);
    return value == null || value.isBlank() ? null : value.strip();
  }
}
