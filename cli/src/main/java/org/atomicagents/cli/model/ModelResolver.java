package org.atomicagents.cli.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the model to use: the requested one, or the best one available.
 *
 * @param probeTimeout the time after which a local server counts as absent
 */
public record ModelResolver(ModelEnvironment environment, Duration probeTimeout) {
  private static final Duration CHECK_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration LISTING_TIMEOUT = Duration.ofSeconds(10);

  /** Creates a resolver that waits one second for local servers. */
  public ModelResolver(ModelEnvironment environment) {
    this(environment, Duration.ofSeconds(1));
  }

  /** Returns the requested model; if none is requested, the one of {@link #chooseDefault}. */
  public ModelChoice resolve(@Nullable ModelOption requested) {
    if (requested == null) {
      return hostedProviders().isEmpty()
          ? chooseDefault(List.of(), localServers())
          : chooseDefault(hostedProviders(), List.of());
    }
    return new ModelChoice(requested.provider(), modelOf(requested), "selected by --model");
  }

  /** Returns the first provider with a key, else the first local server, else the simulation. */
  public ModelChoice chooseDefault(List<ModelService> hosted, List<ServiceProbe> servers) {
    for (ModelService provider : hosted) {
      if (provider.defaultModel() != null) {
        return new ModelChoice(
            provider,
            provider.defaultModel(),
            environment.keyOf(provider).orElse("a key") + " is set");
      }
    }
    for (ServiceProbe server : servers) {
      if (server.model().isPresent()) {
        String reason = server.provider().name() + " responds at " + server.address();
        return new ModelChoice(server.provider(), server.model().get(), reason);
      }
    }
    return new ModelChoice(
        SimulatedModel.SERVICE, "simulated", "no key is set and no local server offers a model");
  }

  /** Returns the providers that have a default model and whose key is set. */
  public List<ModelService> hostedProviders() {
    return ModelService.presets().stream()
        .filter(provider -> provider.defaultModel() != null)
        .filter(provider -> environment.keyOf(provider).isPresent())
        .toList();
  }

  /** Probes the default addresses of local servers in parallel and returns the results. */
  public List<ServiceProbe> localServers() {
    return inParallel(
        ModelService.presets().stream().filter(provider -> !provider.needsKey()).toList());
  }

  private List<ServiceProbe> inParallel(List<ModelService> providers) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var probes = new ArrayList<CompletableFuture<ServiceProbe>>();
      for (ModelService provider : providers) {
        probes.add(CompletableFuture.supplyAsync(() -> probe(provider), threads));
      }
      return probes.stream().map(CompletableFuture::join).toList();
    }
  }

  /** Returns the models that the provider offers. */
  public List<String> offeredModels(ModelService provider) {
    return listModels(provider).models();
  }

  /** Returns a client of a provider, which may be an unknown server with an address only. */
  ServiceClient client(ModelService provider) {
    if (!provider.isPreset()) {
      return provider.open();
    }
    if (provider.needsKey() && environment.keyOf(provider).isEmpty()) {
      String variable = provider.keyVariables().getFirst();
      throw ConfigurationException.of(
          """
          %s requires an API key, but the environment variable %s is not set.
          %s, then run: export %s=...
          Without a key, use --model ollama:llama3.2 (a local model) or --model simulated.\
          """
              .formatted(provider.name(), variable, provider.help(), variable));
    }
    return environment.clients().open(provider);
  }

  /** Lists the models of each hosted provider with a key, in parallel, and returns the results. */
  public List<ServiceProbe> probedProviders() {
    return inParallel(
        ModelService.presets().stream()
            .filter(provider -> environment.keyOf(provider).isPresent())
            .toList());
  }

  private ServiceProbe listModels(ModelService provider) {
    try (ServiceClient client = client(provider)) {
      return new ServiceProbe(provider, client.address(), client.models(LISTING_TIMEOUT), "");
    }
  }

  private ServiceProbe probe(ModelService provider) {
    String address = "address from " + provider.urlVariable();
    try (ServiceClient client = environment.clients().open(provider)) {
      address = client.address();
      return new ServiceProbe(
          provider, address, client.models(provider.needsKey() ? CHECK_TIMEOUT : probeTimeout), "");
    } catch (AgentException e) {
      return new ServiceProbe(provider, address, List.of(), String.valueOf(e.getMessage()));
    }
  }

  private String modelOf(ModelOption requested) {
    ModelService provider = requested.provider();
    if (!requested.model().isEmpty()) {
      return requested.model();
    }
    if (provider.id().equals(SimulatedModel.SERVICE.id())) {
      return "simulated";
    }
    if (provider.needsKey()) {
      return defaultModel(provider);
    }
    ServiceProbe server = listModels(provider);
    return server
        .model()
        .orElseThrow(() ->
            ConfigurationException.of(
                "%s at %s offers no models.\nInstall one, or select another model with --model provider:model."
                    .formatted(provider.name(), server.address())));
  }

  private static String defaultModel(ModelService provider) {
    String model = provider.defaultModel();
    if (model == null) {
      throw ConfigurationException.of(
          "%s has no default model.\nSelect a model with --model %s:NAME."
              .formatted(provider.name(), provider.id()));
    }
    return model;
  }
}
