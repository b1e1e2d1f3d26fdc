package org.atomicagents.cli;

import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.openai.OpenAi;
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

  /** The model; one on this machine is asked again once only: it is there or isn't. */
  Model model(OpenAi client) {
    Model model = client.model(this.model);
    return provider.keyVariable() == null
        ? model.withRetry(RetryPolicy.ofDefaults().withMaxRetries(1))
        : model;
  }
}
