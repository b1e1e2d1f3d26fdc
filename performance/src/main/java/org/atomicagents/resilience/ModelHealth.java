package org.atomicagents.resilience;

import org.atomicagents.model.Model;

/** A view of which models respond, for selectors of models. Implementations are thread-safe. */
@FunctionalInterface
public interface ModelHealth {

  /** Returns whether a request to the model would be sent now. */
  boolean isAvailable(Model model);
}
