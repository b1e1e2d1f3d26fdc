package org.atomicagents.examples;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.error.AgentException;
import org.atomicagents.gemini.Gemini;
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
  private static final String CLAUDE = "claude-haiku-5-5";
  private static final String CLAUDE_KEY = "ANTHROPIC_API_KEY";
  private static final String GEMINI = "gemini-3.8-flash";
  private static final List<String> GEMINI_KEYS = List.of("GEMINI_API_KEY", "GOOGLE_API_KEY");

  private final Model model;
  private final ExampleClient client;
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

  /**
   * An open client of a provider.
   *
   * @param responses returns a model in the protocol that repeats its reasoning
   * @param address the address for other clients of OpenAI's protocol; null in another protocol
   */
  private record ExampleClient(
      Function<String, Model> models,
      Function<String, Model> responses,
      Supplier<? extends BatchClient> batches,
      @Nullable Address address,
      Runnable closing) {
    static ExampleClient of(OpenAi client, Address address) {
      return new ExampleClient(
          client::model, client::responses, client::batches, address, client::close);
    }

    static ExampleClient of(Anthropic client) {
      return new ExampleClient(client::model, client::model, client::batches, null, client::close);
    }

    static ExampleClient of(Gemini client) {
      return new ExampleClient(client::model, client::model, client::batches, null, client::close);
    }
  }

  private ExampleModel(ExampleClient client, String name, @Nullable SimulatedProvider simulation) {
    this.client = client;
    this.model = client.models().apply(name);
    this.simulation = simulation;
  }

  /** Returns the selected model after printing it with the reason. */
  public static ExampleModel select(String... args) {
    return select(false, args);
  }

  /** Returns a model in OpenAI's protocol, for the clients of other libraries. */
  public static ExampleModel selectOpenAi(String... args) {
    return select(true, args);
  }

  private static ExampleModel select(boolean isOpenAi, String... args) {
    int flag = List.of(args).indexOf("--model");
    if (flag < 0) {
      return detect(isOpenAi);
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
          ExampleClient.of(OpenAi.at(URI.create(parts[0])), new Address(parts[0], "none")),
          parts.length == 2 ? parts[1] : "default",
          null);
    }
    String[] parts = reference.split(":", 2);
    String name = parts.length == 2 ? parts[1] : null;
    return switch (parts[0]) {
      case "anthropic" -> anthropic(name == null ? CLAUDE : name);
      case "gemini", "google" -> gemini(name == null ? GEMINI : name);
      case "simulated" -> simulated();
      default -> preset(reference, parts[0], name);
    };
  }

  private static ExampleModel anthropic(String name) {
    return new ExampleModel(ExampleClient.of(Anthropic.fromEnv()), name, null);
  }

  private static ExampleModel gemini(String name) {
    return new ExampleModel(ExampleClient.of(Gemini.fromEnv()), name, null);
  }

  private static ExampleModel preset(String reference, String id, @Nullable String requested) {
    Provider provider =
        Provider.find(id)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "--model: expected provider:name with one of %s, found \"%s\""
                        .formatted(ids(), reference)));
    String name = requested == null ? provider.defaultModel() : requested;
    if (name == null) {
      throw new IllegalArgumentException("--model: expected %s:name".formatted(id));
    }
    return new ExampleModel(fromEnvironment(provider), name, null);
  }

  private static List<String> ids() {
    return Stream.concat(
            Provider.presets().stream().map(Provider::id),
            Stream.of("anthropic", "gemini", "simulated"))
        .toList();
  }

  private static ExampleClient fromEnvironment(Provider provider) {
    return ExampleClient.of(OpenAi.fromEnv(provider), Address.of(provider));
  }

  public Model model() {
    return model;
  }

  /**
   * Returns the model in the protocol that repeats its reasoning: OpenAI's Responses API, which few
   * other servers implement, or the one of Anthropic or Gemini.
   */
  public Model responses() {
    return client.responses().apply(model.name());
  }

  /** Returns the batch API of the model's provider, which few other servers implement. */
  BatchClient batches() {
    return client.batches().get();
  }

  /**
   * Returns the address of the model, for the clients of other libraries.
   *
   * @throws IllegalArgumentException if it is in another protocol than that of OpenAI
   */
  public Address address() {
    Address address = client.address();
    if (address == null) {
      throw new IllegalArgumentException(
          "--model: expected a model in OpenAI's protocol, such as openai:gpt-5-mini or simulated,"
              + " found "
              + model);
    }
    return address;
  }

  @Override
  public void close() {
    client.closing().run();
    if (simulation != null) {
      simulation.close();
    }
  }

  private static ExampleModel detect(boolean isOpenAi) {
    for (Provider provider : Provider.presets()) {
      String name = provider.defaultModel();
      if (name != null && hasKey(provider)) {
        return new ExampleModel(fromEnvironment(provider), name, null)
            .printReason(provider.keyVariable() + " is set");
      }
    }
    ExampleModel other = isOpenAi ? null : detectOther();
    if (other != null) {
      return other;
    }
    for (Provider provider : Provider.presets()) {
      ExampleModel local = provider.keyVariable() == null ? local(provider) : null;
      if (local != null) {
        return local;
      }
    }
    return simulated()
        .printReason(
            "generated output: no key is set, and no local server offers a model; for a real one:"
                + " export OPENAI_API_KEY=..., or --model provider:name");
  }

  private static @Nullable ExampleModel detectOther() {
    if (environment(CLAUDE_KEY) != null) {
      return anthropic(CLAUDE).printReason(CLAUDE_KEY + " is set");
    }
    for (String key : GEMINI_KEYS) {
      if (environment(key) != null) {
        return gemini(GEMINI).printReason(key + " is set");
      }
    }
    return null;
  }

  private static @Nullable ExampleModel local(Provider provider) {
    OpenAi client = OpenAi.fromEnv(provider);
    try {
      List<String> available = client.models(PROBE_TIMEOUT);
      if (!available.isEmpty()) {
        return new ExampleModel(
                ExampleClient.of(client, Address.of(provider)), available.getFirst(), null)
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
        ExampleClient.of(
            OpenAi.builder(provider).build(), new Address(simulation.baseUrl().toString(), "none")),
        "any",
        simulation);
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
