package org.atomicagents.examples;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;

/**
 * The model of an example: the model that {@code --model} names, or else the default model of the
 * first provider with a key in the environment, or else a model of a local server that responds, or
 * else a simulated model.
 */
public final class ExampleModel implements AutoCloseable {
  private static final Duration PROBE_TIMEOUT = Duration.ofMillis(500);

  private final Model model;
  private final OpenAi client;
  private final Address address;
  private final @Nullable SimulatedProvider simulation;

  /**
   * The address of a server that implements OpenAI's protocol.
   *
   * @param key the API key; any text if the server needs none
   */
  public record Address(String baseUrl, String key) {
    static Address of(Provider provider) {
      String url = environment(provider.urlVariable());
      URI preset = provider.baseUrl();
      String key = environment(provider.keyVariable());
      return new Address(url == null ? String.valueOf(preset) : url, key == null ? "none" : key);
    }
  }

  private ExampleModel(
      OpenAi client, String name, Address address, @Nullable SimulatedProvider simulation) {
    this.client = client;
    this.model = client.model(name);
    this.address = address;
    this.simulation = simulation;
  }

  /** Returns the selected model after printing it with the reason. */
  public static ExampleModel select(String... args) {
    int flag = List.of(args).indexOf("--model");
    if (flag < 0) {
      return detect();
    }
    if (flag + 1 == args.length) {
      throw new IllegalArgumentException("--model: expected provider:name after it, found nothing");
    }
    return named(args[flag + 1]).printReason("named by --model");
  }

  /** Returns the model with a name such as {@code provider:name} or {@code http://host/v1#name}. */
  public static ExampleModel named(String reference) {
    if (reference.contains("://")) {
      String[] parts = reference.split("#", 2);
      return new ExampleModel(
          OpenAi.at(URI.create(parts[0])),
          parts.length == 2 ? parts[1] : "default",
          new Address(parts[0], "none"),
          null);
    }
    String[] parts = reference.split(":", 2);
    Provider provider =
        Provider.find(parts[0])
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "--model: expected provider:name with one of %s, found \"%s\""
                        .formatted(
                            Provider.presets().stream().map(Provider::id).toList(), reference)));
    String name = parts.length == 2 ? parts[1] : provider.defaultModel();
    if (name == null) {
      throw new IllegalArgumentException("--model: expected %s:name".formatted(parts[0]));
    }
    return new ExampleModel(OpenAi.fromEnv(provider), name, Address.of(provider), null);
  }

  public Model model() {
    return model;
  }

  /** Returns the model in OpenAI's Responses API, which few other servers implement. */
  public Model responses() {
    return client.responses(model.name());
  }

  /** Returns the batch API of the model's provider, which few other servers implement. */
  BatchClient batches() {
    return client.batches();
  }

  /** Returns the address of the model, for the clients of other libraries. */
  public Address address() {
    return address;
  }

  @Override
  public void close() {
    client.close();
    if (simulation != null) {
      simulation.close();
    }
  }

  private static ExampleModel detect() {
    for (Provider provider : Provider.presets()) {
      String name = provider.defaultModel();
      if (name != null && hasKey(provider)) {
        return new ExampleModel(OpenAi.fromEnv(provider), name, Address.of(provider), null)
            .printReason(provider.keyVariable() + " is set");
      }
    }
    for (Provider provider : Provider.presets()) {
      ExampleModel local = provider.keyVariable() == null ? local(provider) : null;
      if (local != null) {
        return local;
      }
    }
    return simulated();
  }

  private static @Nullable ExampleModel local(Provider provider) {
    OpenAi client = OpenAi.fromEnv(provider);
    try {
      List<String> available = client.models(PROBE_TIMEOUT);
      if (!available.isEmpty()) {
        return new ExampleModel(client, available.getFirst(), Address.of(provider), null)
            .printReason(provider.name() + " responds on this machine");
      }
    } catch (AgentException e) {
      // No server at this address: try the next provider.
    }
    client.close();
    return null;
  }

  private static ExampleModel simulated() {
    var simulation = SimulatedProvider.builder().tokensPerSecond(200).start();
    var provider =
        Provider.of("simulated", simulation.baseUrl())
            .withModes(ResponseMode.JSON_SCHEMA, ResponseMode.DECISION);
    return new ExampleModel(
            OpenAi.builder(provider).build(),
            "any",
            new Address(simulation.baseUrl().toString(), "none"),
            simulation)
        .printReason(
            "generated output: no key is set, and no local server offers a model; for a real one:"
                + " export OPENAI_API_KEY=..., or --model provider:name");
  }

  private static boolean hasKey(Provider provider) {
    return environment(provider.keyVariable()) != null;
  }

  private static @Nullable String environment(@Nullable String variable) {
    String value = variable == null ? null : System.getenv(variable);
    return value == null || value.isBlank() ? null : value;
  }

  private ExampleModel printReason(String reason) {
    System.out.printf("Model: %s (%s)%n", model, reason);
    return this;
  }
}
