package org.atomicagents.cli.model;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomicagents.http.ApiKey;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;

/**
 * A service whose models the command can use: a provider, a server, or the simulated model.
 *
 * @param id the name before the colon in the value of {@code --model}
 * @param name the name for messages
 * @param keyVariables the environment variables that may contain the key, the preferred one first;
 *     empty if the service needs no key
 * @param urlVariable the environment variable that may contain the address; null for none
 * @param help how to get a key; null if the service needs none
 * @param defaultModel the model if none is named; null if one must be named
 * @param server the address of a server that is no preset; null for a preset
 */
public record ModelService(
    ServiceProtocol protocol,
    String id,
    String name,
    List<String> keyVariables,
    @Nullable String urlVariable,
    @Nullable String help,
    @Nullable String defaultModel,
    @Nullable URI server) {

  // The name in model catalogs and families.
  private static final String GOOGLE = "google";

  private static final ModelService ANTHROPIC =
      new ModelService(
          ServiceProtocol.ANTHROPIC,
          "anthropic",
          "Anthropic",
          List.of("ANTHROPIC_API_KEY"),
          "ANTHROPIC_BASE_URL",
          "Create a key at https://platform.claude.com/settings/keys",
          "claude-haiku-5-5",
          null);

  private static final ModelService GEMINI =
      new ModelService(
          ServiceProtocol.GEMINI,
          "gemini",
          "Gemini",
          List.of("GEMINI_API_KEY", "GOOGLE_API_KEY"),
          "GEMINI_BASE_URL",
          "Create a key at https://aistudio.google.com/apikey",
          "gemini-3.8-flash",
          null);

  private static final List<ModelService> PRESETS = allPresets();

  public ModelService {
    keyVariables = List.copyOf(keyVariables);
  }

  /** Returns the presets, hosted services first. */
  public static List<ModelService> presets() {
    return PRESETS;
  }

  /**
   * Returns the preset with an id, in which case and punctuation do not matter; {@code google} is
   * that of Gemini, too.
   */
  public static Optional<ModelService> find(String id) {
    String normalized = normalize(id);
    String wanted = normalized.equals(GOOGLE) ? GEMINI.id() : normalized;
    return PRESETS.stream().filter(service -> normalize(service.id()).equals(wanted)).findFirst();
  }

  /** Returns a server in the protocol of OpenAI that is no preset. */
  static ModelService at(URI address) {
    boolean isHttps = address.getScheme().equalsIgnoreCase("https");
    int port = address.getPort() < 0 ? (isHttps ? 443 : 80) : address.getPort();
    // The port distinguishes the id from the ids of the presets.
    return new ModelService(
        ServiceProtocol.OPENAI,
        address.getHost() + ":" + port,
        "an OpenAI-compatible server",
        List.of(),
        null,
        null,
        null,
        address);
  }

  // A service without a key runs on this machine.
  private static List<ModelService> allPresets() {
    var hosted = new ArrayList<ModelService>();
    var local = new ArrayList<ModelService>();
    for (Provider provider : Provider.presets()) {
      (provider.keyVariable() == null ? local : hosted).add(of(provider));
    }
    hosted.add(ANTHROPIC);
    hosted.add(GEMINI);
    hosted.addAll(local);
    return List.copyOf(hosted);
  }

  private static ModelService of(Provider provider) {
    String key = provider.keyVariable();
    return new ModelService(
        ServiceProtocol.OPENAI,
        provider.id(),
        provider.name(),
        key == null ? List.of() : List.of(key),
        provider.urlVariable(),
        provider.help(),
        provider.defaultModel(),
        null);
  }

  /** Returns whether this is a provider that is configured by its environment variables. */
  public boolean isPreset() {
    return server == null;
  }

  /** Returns whether this service needs a key. */
  public boolean needsKey() {
    return !keyVariables.isEmpty();
  }

  /** Returns whether the service lists its models without a key, so that a list proves nothing. */
  public boolean hasPublicModels() {
    return id.equals(Provider.OPENROUTER.id());
  }

  /** Returns a client with the key and the address from the environment. */
  ServiceClient open() {
    return protocol.open(this);
  }

  /**
   * Returns a client at an address, without reading the environment.
   *
   * @param key the API key; null for none
   */
  public ServiceClient at(URI address, @Nullable ApiKey key) {
    return protocol.at(this, address, key);
  }

  /** Returns a client in the protocol of this service whose requests a simulated provider gets. */
  public ServiceClient at(SimulatedProvider provider) {
    return at(protocol.baseUrl(provider), ApiKey.of("simulated"));
  }

  /** Returns the provider of a service in the protocol of OpenAI. */
  Provider openAiProvider() {
    return openAiProvider(true);
  }

  /** Returns the provider, with or without the environment variable of its key. */
  Provider openAiProvider(boolean withKey) {
    Provider known = knownProvider();
    if (isPreset() && withKey) {
      return known;
    }
    return new Provider(
        known.id(),
        name,
        known.baseUrl(),
        known.urlVariable(),
        withKey ? known.keyVariable() : null,
        known.help(),
        known.defaultModel(),
        known.capabilities(),
        known.rules());
  }

  private Provider knownProvider() {
    if (server == null) {
      return Provider.find(id).orElseThrow();
    }
    return id.equals(SimulatedModel.SERVICE.id())
        ? SimulatedModel.provider(server)
        : Provider.of(id, server);
  }

  private static String normalize(String id) {
    return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
