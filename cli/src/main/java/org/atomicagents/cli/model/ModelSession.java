package org.atomicagents.cli.model;

import java.net.URI;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.jspecify.annotations.Nullable;

/**
 * An open model and its client.
 *
 * @param simulation the server of a simulated model; null for any other model
 */
public record ModelSession(
    ModelChoice choice, Model model, OpenAi client, @Nullable SimulatedModel simulation)
    implements AutoCloseable {

  /**
   * Opens a model and returns its session.
   *
   * @param address the address of the provider; null for its default address
   * @param withoutDelay whether a simulated model responds without delay
   */
  public static ModelSession open(
      ModelEnvironment environment,
      ModelChoice choice,
      @Nullable URI address,
      boolean withoutDelay) {
    if (choice.isSimulated()) {
      SimulatedModel simulation = environment.simulation().start(withoutDelay);
      OpenAi client = simulation.client();
      return new ModelSession(choice, client.model(choice.model()), client, simulation);
    }
    OpenAi client =
        address == null
            ? new ModelResolver(environment).client(choice.provider())
            : OpenAi.builder(withoutKey(choice.provider())).baseUrl(address).build();
    return new ModelSession(choice, choice.model(client), client, null);
  }

  // Agent files may be downloaded: an address in one must not receive the key of the environment.
  private static Provider withoutKey(Provider provider) {
    return new Provider(
        provider.id(),
        provider.name(),
        provider.baseUrl(),
        provider.urlVariable(),
        null,
        provider.help(),
        provider.defaultModel(),
        provider.capabilities(),
        provider.rules());
  }

  @Override
  public void close() {
    client.close();
    if (simulation != null) {
      simulation.close();
    }
  }
}
