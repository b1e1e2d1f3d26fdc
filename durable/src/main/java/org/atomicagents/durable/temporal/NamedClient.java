package org.atomicagents.durable.temporal;

import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.ModelClient;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * A client in a workflow, whose requests are sent by a worker.
 *
 * @param name the name of the model that the worker has registered
 */
record NamedClient(String name, String provider) implements ModelClient {
  static final String PREFIX = "worker:";

  @Override
  public ModelExchange open(ModelRequest request, RunContext context) {
    throw ConfigurationException.of(
        "Model '%s' of ModelActivities.named: expected a request of a workflow, found another one.\nAdd DurableRequests.of(TemporalDurable.of()) with applyTo."
            .formatted(name));
  }

  @Override
  public String identity() {
    return PREFIX + name;
  }
}
