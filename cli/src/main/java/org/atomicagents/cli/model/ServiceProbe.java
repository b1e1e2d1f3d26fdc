package org.atomicagents.cli.model;

import java.util.List;
import java.util.Optional;

/**
 * The result of listing the models of a service: a hosted provider, or a server on this machine.
 *
 * @param address the probed address, without secrets
 * @param models the offered models, in the order of the service; empty if it is unavailable
 * @param problem the reason why the service is unavailable; empty if it is available
 */
public record ServiceProbe(
    ModelService provider, String address, List<String> models, String problem) {

  /** Returns whether the service responded. */
  public boolean isAvailable() {
    return problem.isEmpty();
  }

  /** Returns the default model of the provider if it is offered, else the first chat model. */
  Optional<String> model() {
    String defaultModel = provider.defaultModel();
    return models.stream()
        .filter(name ->
            defaultModel != null
                && (name.equals(defaultModel) || name.startsWith(defaultModel + ":")))
        .findFirst()
        .or(() -> models.stream().filter(name -> !name.contains("embed")).findFirst());
  }
}
