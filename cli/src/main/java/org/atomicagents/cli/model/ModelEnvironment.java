package org.atomicagents.cli.model;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The environment that models are resolved and opened in; tests replace it.
 *
 * @param variables returns the value of an environment variable, or null
 * @param clients opens the clients of known providers
 * @param simulation starts the simulated model
 */
public record ModelEnvironment(
    UnaryOperator<@Nullable String> variables, Clients clients, Simulations simulation) {

  /** Opens the client of a provider with the key and the address from the environment. */
  @FunctionalInterface
  public interface Clients {
    ServiceClient open(ModelService service);
  }

  /** Starts a simulated model with a speed and faults. */
  @FunctionalInterface
  public interface Simulations {
    SimulatedModel start(SimulationSettings settings);
  }

  /** Returns the environment of this process. */
  public static ModelEnvironment system() {
    return new ModelEnvironment(System::getenv, ModelService::open, SimulatedModel::start);
  }

  /** Returns a copy that starts simulated models with the given function. */
  public ModelEnvironment withSimulation(Simulations newSimulation) {
    return new ModelEnvironment(variables, clients, newSimulation);
  }

  /** Returns whether a variable is set and not blank. */
  public boolean has(String variable) {
    String value = variables.apply(variable);
    return value != null && !value.isBlank();
  }

  /** Returns the first variable with a key of a service; empty if none is set. */
  public Optional<String> keyOf(ModelService service) {
    return service.keyVariables().stream().filter(this::has).findFirst();
  }
}
