package org.atomicagents.examples.scaleout.places;

import org.atomicagents.model.Model;

/** A model with its connections. */
public record OpenedModel(Model model, Runnable closing) implements AutoCloseable {
  @Override
  public void close() {
    closing.run();
  }
}
