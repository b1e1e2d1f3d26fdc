package org.atomicagents.cli.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.jspecify.annotations.Nullable;

/** Finds the model to use: the one that is asked for, or the best that is around. */
public record ModelResolver(ModelEnvironment environment) {
  private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LISTING_TIMEOUT = Duration.ofSeconds(10);

  /** Picks a model; without one asked for, the order is that of {@link #chooseDefault}. */
  public ModelChoice resolve(@Nullable ModelOption asked) {
    if (asked == null) {
      return hostedProviders().isEmpty()
          ? chooseDefault(List.of(), localServers())
          : chooseDefault(hostedProviders(), List.of());
    }
    return new ModelChoice(asked.provider(), modelOf(asked), "--model says so");
  }

  /** The first provider with a key, else the first local server with a model, else simulated. */
  public static ModelChoice chooseDefault(List<Provider> hosted, List<LocalServer> servers) {
    for (Provider provider : hosted) {
      if (provider.defaultModel() != null) {
        return new ModelChoice(
            provider, provider.defaultModel(), provider.keyVariable() + " is set");
      }
    }
    for (LocalServer server : servers) {
      if (server.model().isPresent()) {
        String why = server.provider().name() + " answers at " + server.address();
        return new ModelChoice(server.provider(), server.model().get(), why);
      }
    }
    return new ModelChoice(
        SimulatedModel.PROVIDER, "simulated", "no key is set and no local server offers a model");
  }

  /** The providers whose key is set and that have a model to take without being told. */
  public List<Provider> hostedProviders() {
    return Provider.presets().stream()
        .filter(provider -> provider.defaultModel() != null)
        .filter(provider -> environment.has(provider.keyVariable()))
        .toList();
  }

  /** What is found at the usual places of this machine, all asked at the same time. */
  public List<LocalServer> localServers() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<CompletableFuture<LocalServer>>();
      for (Provider provider : Provider.presets()) {
        if (provider.keyVariable() == null) {
          asked.add(CompletableFuture.supplyAsync(() -> probeLocal(provider), threads));
        }
      }
      return asked.stream().map(CompletableFuture::join).toList();
    }
  }

  /** The models that the provider offers, or why it doesn't tell. */
  public List<String> offeredModels(Provider provider) {
    return listModels(provider).models();
  }

  /** The client of a provider; of any server if only its address is known. */
  OpenAi client(Provider provider) {
    if (Provider.find(provider.id()).isEmpty()) {
      return OpenAi.builder(provider).build();
    }
    if (provider.keyVariable() != null && !environment.has(provider.keyVariable())) {
      throw ConfigurationException.of(
          """
          %s needs an API key, and the environment variable %s is not set.
          %s, and set it: export %s=...
          Without a key: --model ollama:llama3.2 asks a model on this machine, --model simulated makes its answers up.\
          """
              .formatted(
                  provider.name(),
                  provider.keyVariable(),
                  provider.help(),
                  provider.keyVariable()));
    }
    return environment.clients().open(provider);
  }

  private LocalServer listModels(Provider provider) {
    try (OpenAi client = client(provider)) {
      return new LocalServer(provider, client.address(), client.models(LISTING_TIMEOUT), "");
    }
  }

  private LocalServer probeLocal(Provider provider) {
    String address = provider.urlVariable() + " says where";
    try (OpenAi client = environment.clients().open(provider)) {
      address = client.address();
      return new LocalServer(provider, address, client.models(PROBE_TIMEOUT), "");
    } catch (AgentException e) {
      return new LocalServer(provider, address, List.of(), String.valueOf(e.getMessage()));
    }
  }

  private String modelOf(ModelOption asked) {
    Provider provider = asked.provider();
    if (!asked.model().isEmpty()) {
      return asked.model();
    }
    if (provider.id().equals(SimulatedModel.PROVIDER.id())) {
      return "simulated";
    }
    if (provider.keyVariable() != null) {
      return defaultModel(provider);
    }
    LocalServer server = listModels(provider);
    return server
        .model()
        .orElseThrow(() ->
            ConfigurationException.of(
                "No model is offered by %s at %s.\nAdd one there, or name another: --model provider:model."
                    .formatted(provider.name(), server.address())));
  }

  private static String defaultModel(Provider provider) {
    String usual = provider.defaultModel();
    if (usual == null) {
      throw ConfigurationException.of(
          "%s: a model has to be named, since each user has their own.\nName it: --model %s:..."
              .formatted(provider.name(), provider.id()));
    }
    return usual;
  }
}
