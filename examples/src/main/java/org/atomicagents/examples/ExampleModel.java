package org.atomicagents.examples;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;

/**
 * The model that an example asks: the one that {@code --model} names, else that of the first key in
 * the environment, else that of a local server that answers, else a simulated one.
 */
final class ExampleModel implements AutoCloseable {
  private static final Duration PROBE = Duration.ofMillis(500);

  private final Model model;
  private final OpenAi client;
  private final @Nullable SimulatedProvider simulation;

  private ExampleModel(OpenAi client, String name, @Nullable SimulatedProvider simulation) {
    this.client = client;
    this.model = client.model(name);
    this.simulation = simulation;
  }

  /** Picks a model, and says which one and why. */
  static ExampleModel choose(String... args) {
    int flag = List.of(args).indexOf("--model");
    if (flag < 0) {
      return found();
    }
    if (flag + 1 == args.length) {
      throw new IllegalArgumentException("--model: expected provider:name after it, found nothing");
    }
    return named(args[flag + 1]).because("--model says so");
  }

  /** The model that {@code provider:name} stands for, or {@code http://host/v1#name}. */
  static ExampleModel named(String text) {
    if (text.contains("://")) {
      String[] parts = text.split("#", 2);
      return new ExampleModel(
          OpenAi.at(URI.create(parts[0])), parts.length == 2 ? parts[1] : "default", null);
    }
    String[] parts = text.split(":", 2);
    Provider provider =
        Provider.find(parts[0])
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "--model: expected provider:name with one of %s, found \"%s\""
                        .formatted(Provider.presets().stream().map(Provider::id).toList(), text)));
    String name = parts.length == 2 ? parts[1] : provider.defaultModel();
    if (name == null) {
      throw new IllegalArgumentException("--model: expected %s:name".formatted(parts[0]));
    }
    return new ExampleModel(OpenAi.fromEnv(provider), name, null);
  }

  Model model() {
    return model;
  }

  @Override
  public void close() {
    client.close();
    if (simulation != null) {
      simulation.close();
    }
  }

  private static ExampleModel found() {
    for (Provider provider : Provider.presets()) {
      String name = provider.defaultModel();
      if (name != null && hasKey(provider)) {
        return new ExampleModel(OpenAi.fromEnv(provider), name, null)
            .because(provider.keyVariable() + " is set");
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
      List<String> offered = client.models(PROBE);
      if (!offered.isEmpty()) {
        return new ExampleModel(client, offered.getFirst(), null)
            .because(provider.name() + " answers on this machine");
      }
    } catch (AgentException e) {
      // Nobody there: the next one may be.
    }
    client.close();
    return null;
  }

  private static ExampleModel simulated() {
    var simulation = SimulatedProvider.builder().tokensPerSecond(200).start();
    var provider =
        Provider.of("simulated", simulation.baseUrl()).withModes(ResponseMode.JSON_SCHEMA);
    return new ExampleModel(OpenAi.builder(provider).build(), "any", simulation)
        .because(
            "made-up answers: no key is set, and no local server offers a model; for a real one:"
                + " export OPENAI_API_KEY=..., or --model provider:name");
  }

  private static boolean hasKey(Provider provider) {
    String variable = provider.keyVariable();
    String key = variable == null ? null : System.getenv(variable);
    return key != null && !key.isBlank();
  }

  private ExampleModel because(String why) {
    System.out.printf("Model: %s (%s)%n", model, why);
    return this;
  }
}
