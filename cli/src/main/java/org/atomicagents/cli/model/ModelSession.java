package org.atomicagents.cli.model;

import java.net.URI;
import org.atomicagents.model.Model;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.jspecify.annotations.Nullable;

/**
 * A model that was picked and can be asked, until it is closed.
 *
 * @param simulation what runs in this process if it is simulated
 */
public record ModelSession(
    ModelChoice pick, Model model, OpenAi client, @Nullable SimulatedModel simulation)
    implements AutoCloseable {

  /**
   * Opens it.
   *
   * @param address where it is found instead of its provider's usual address
   * @param atOnce whether a simulated one writes as fast as it can
   */
  public static ModelSession open(
      ModelEnvironment environment, ModelChoice pick, @Nullable URI address, boolean atOnce) {
    if (pick.isSimulated()) {
      SimulatedModel simulation = environment.simulation().start(atOnce);
      OpenAi client = simulation.client();
      return new ModelSession(pick, client.model(pick.model()), client, simulation);
    }
    OpenAi client =
        address == null
            ? new ModelResolver(environment).client(pick.provider())
            : OpenAi.builder(withoutKey(pick.provider())).baseUrl(address).build();
    return new ModelSession(pick, pick.model(client), client, null);
  }

  // A file may come from anywhere: an address in it doesn't get the key that is in the environment.
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
