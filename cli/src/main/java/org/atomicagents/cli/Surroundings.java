package org.atomicagents.cli;

import java.util.function.UnaryOperator;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.jspecify.annotations.Nullable;

/**
 * What a command finds around it.
 *
 * @param environment the value of an environment variable, or null
 * @param clients how to reach a provider
 * @param simulation how to start the simulated model
 * @param launch what the launcher tells
 */
record Surroundings(
    UnaryOperator<@Nullable String> environment,
    Clients clients,
    Simulations simulation,
    Launch launch,
    Terminal terminal,
    StandardInput input) {

  /** Makes the client of a provider with the key and the address that the environment has. */
  @FunctionalInterface
  interface Clients {
    OpenAi open(Provider provider);
  }

  /** Starts a simulated model that writes at a model's pace, or at once. */
  @FunctionalInterface
  interface Simulations {
    Simulation start(boolean atOnce);
  }

  static Surroundings real() {
    TerminalProbe probe = TerminalProbe.real();
    return new Surroundings(
        System::getenv,
        OpenAi::fromEnv,
        Simulation::start,
        Launch.real(),
        Terminal.real(probe),
        new StandardInput(System.in, probe.isInput()));
  }

  /** A copy that starts the simulated model in another way. */
  Surroundings withSimulation(Simulations newSimulation) {
    return new Surroundings(environment, clients, newSimulation, launch, terminal, input);
  }

  /** Whether the variable is there, and not blank; never if there is no such variable. */
  boolean has(@Nullable String variable) {
    String value = variable == null ? null : environment.apply(variable);
    return value != null && !value.isBlank();
  }
}
