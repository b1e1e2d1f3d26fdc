package org.atomicagents.internal.resilience;

import java.util.List;
import java.util.function.Predicate;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Model;

/**
 * The settings of a fallback. Immutable.
 *
 * @param models the models after the first one
 * @param replaced the failures after which the next model is tried
 * @param isMidStream whether a failure after the first event is replaced too
 */
public record FallbackSettings(
    List<Model> models, Predicate<AgentException> replaced, boolean isMidStream) {

  public FallbackSettings {
    models = List.copyOf(models);
  }
}
