package org.atomicagents.cli.model;

import org.atomicagents.cli.terminal.TextCleaner;
import org.atomicagents.model.Model;
import org.atomicagents.model.RetryPolicy;

/**
 * A selected model that is not open yet.
 *
 * @param provider the provider; {@link SimulatedModel#SERVICE} for the simulated model
 * @param reason the reason for the selection, as a short clause
 */
public record ModelChoice(ModelService provider, String model, String reason) {

  /** Returns whether this is the simulated model. */
  public boolean isSimulated() {
    return provider.id().equals(SimulatedModel.SERVICE.id());
  }

  /** Returns the value of {@code --model} that selects this model. */
  public String name() {
    return isSimulated() ? provider.id() : new ModelOption(provider, model).toString();
  }

  /** Returns the name on one line, with control characters escaped, for display. */
  public String label() {
    return TextCleaner.cleanLine(name());
  }

  /** Returns the model. A local model is retried once only, since it either runs or does not. */
  Model model(ServiceClient client) {
    Model model = client.model(this.model);
    return !provider.needsKey()
        ? model.withRetry(RetryPolicy.ofDefaults().withMaxRetries(1))
        : model;
  }
}
