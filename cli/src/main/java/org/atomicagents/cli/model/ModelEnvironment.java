package org.atomicagents.cli.model;

import java.util.function.UnaryOperator;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.jspecify.annotations.Nullable;

/**
 * The environment in which models are found and opened; tests replace it.
 *
 * @param variables the value of an environment variable, or null
 * @param clients how a known provider is reached
 * @param simulation how the simulated model is started
 */
public record ModelEnvironment(
    UnaryOperator<@Nullable String> variables, Clients clients, Simulations simulation) {

  /** Makes the client of a provider with the key and the address of the environment. */
  @FunctionalInterface
  public interface Clients {
    OpenAi open(Provider provider);
  }

  /** Starts a simulated model that writes at a model's pace, or at once. */
  @FunctionalInterface
  public interface Simulations {
    SimulatedModel start(boolean atOnce);
  }

  /** Returns the environment of this process. */
  public static ModelEnvironment real() {
    return new ModelEnvironment(System::getenv, OpenAi::fromEnv, SimulatedModel::start);
  }

  /** Returns a copy that starts the simulated model in another way. */
  public ModelEnvironment withSimulation(Simulations newSimulation) {
    return new ModelEnvironment(variables, clients, newSimulation);
  }

  /** Returns whether a variable exists and is not blank; false if there is no such variable. */
  public boolean has(@Nullable String variable) {
    String value = variable == null ? null : variables.apply(variable);
    return value != null && !value.isBlank();
  }
}
