package org.atomicagents.cli;

import org.atomicagents.openai.Provider;

/**
 * A model that was picked, and not opened yet.
 *
 * @param provider who has it; {@link Simulation#PROVIDER} for the simulated one
 * @param why the reason, to go on after "since"
 */
record Pick(Provider provider, String model, String why) {

  boolean isSimulated() {
    return provider.id().equals(Simulation.PROVIDER.id());
  }

  /** What {@code --model} takes for it. */
  String name() {
    return isSimulated() ? provider.id() : new ModelName(provider, model).toString();
  }
}
