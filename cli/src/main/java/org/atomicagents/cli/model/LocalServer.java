package org.atomicagents.cli.model;

import java.util.List;
import java.util.Optional;
import org.atomicagents.openai.Provider;

/**
 * What was found where a local server would be.
 *
 * @param address where it was asked, as it may be shown
 * @param models those that it offers, in its order; none if it doesn't answer
 * @param problem why it can't be used; empty if it can
 */
public record LocalServer(Provider provider, String address, List<String> models, String problem) {

  public boolean isAvailable() {
    return problem.isEmpty();
  }

  /** The model to take: the provider's usual one if it is there, else the first that can chat. */
  Optional<String> model() {
    String usual = provider.defaultModel();
    return models.stream()
        .filter(name -> usual != null && (name.equals(usual) || name.startsWith(usual + ":")))
        .findFirst()
        .or(() -> models.stream().filter(name -> !name.contains("embed")).findFirst());
  }
}
