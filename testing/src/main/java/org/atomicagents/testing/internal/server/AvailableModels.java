package org.atomicagents.testing.internal.server;

import java.util.List;

/**
 * The models of a server.
 *
 * @param names names of the available models; any name if empty
 */
public record AvailableModels(List<String> names) {
  public AvailableModels {
    names = List.copyOf(names);
  }

  /** Returns whether requests may name this model. */
  public boolean has(String model) {
    return names.isEmpty() || names.contains(model);
  }

  /** Returns the names for a list of models, at least one. */
  public List<String> listed() {
    return names.isEmpty() ? List.of("simulated") : names;
  }
}
