package org.atomicagents.cli.model;

import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;

/**
 * A model that was picked, and not opened yet.
 *
 * @param provider who has it; {@link SimulatedModel#PROVIDER} for the simulated one
 * @param reason the reason, to go on after "since"
 */
public record ModelChoice(Provider provider, String model, String reason) {

  public boolean isSimulated() {
    return provider.id().equals(SimulatedModel.PROVIDER.id());
  }

  /** What {@code --model} takes for it. */
  public String name() {
    return isSimulated() ? provider.id() : new ModelOption(provider, model).toString();
  }

  /** The model; one on this machine is asked again once only: it is there or isn't. */
  Model model(OpenAi client) {
    Model model = client.model(this.model);
    return provider.keyVariable() == null
        ? model.withRetry(RetryPolicy.ofDefaults().withMaxRetries(1))
        : model;
  }
}
