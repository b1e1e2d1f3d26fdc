package org.atomicagents.cli.model;

import java.net.URI;
import org.atomicagents.model.Model;
import org.jspecify.annotations.Nullable;

/**
 * An open model and its client.
 *
 * @param simulation the server of a simulated model; null for any other model
 */
public record ModelSession(
    ModelChoice choice, Model model, ServiceClient client, @Nullable SimulatedModel simulation)
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
    return open(environment, choice, address, SimulationSettings.of(withoutDelay));
  }

  /**
   * Opens a model and returns its session.
   *
   * @param address the address of the provider; null for its default address
   * @param settings the speed and the faults of a simulated model
   */
  public static ModelSession open(
      ModelEnvironment environment,
      ModelChoice choice,
      @Nullable URI address,
      SimulationSettings settings) {
    if (choice.isSimulated()) {
      SimulatedModel simulation = environment.simulation().start(settings);
      ServiceClient client = simulation.client();
      return new ModelSession(choice, client.model(choice.model()), client, simulation);
    }
    // Agent files may be downloaded: an address in one must not receive the key of the environment.
    ServiceClient client =
        address == null
            ? new ModelResolver(environment).client(choice.provider())
            : choice.provider().at(address, null);
    return new ModelSession(choice, choice.model(client), client, null);
  }

  @Override
  public void close() {
    client.close();
    if (simulation != null) {
      simulation.close();
    }
  }
}
