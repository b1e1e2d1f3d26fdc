package org.atomicagents.cli;

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
record OpenModel(Pick pick, Model model, OpenAi client, @Nullable Simulation simulation)
    implements AutoCloseable {

  /**
   * Opens it.
   *
   * @param address where it is found instead of its provider's usual address
   * @param atOnce whether a simulated one writes as fast as it can
   */
  static OpenModel open(
      ModelEnvironment environment, Pick pick, @Nullable URI address, boolean atOnce) {
    if (pick.isSimulated()) {
      Simulation simulation = environment.simulation().start(atOnce);
      OpenAi client = simulation.client();
      return new OpenModel(pick, client.model(pick.model()), client, simulation);
    }
    OpenAi client =
        address == null
            ? new ModelSearch(environment).client(pick.provider())
            : OpenAi.builder(keyless(pick.provider())).baseUrl(address).build();
    return new OpenModel(pick, pick.model(client), client, null);
  }

  // A file may come from anywhere: an address in it doesn't get the key that is in the environment.
  private static Provider keyless(Provider provider) {
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
