package org.atomicagents.routing;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.Agent;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses by the output of an agent. */
record ClassifierSelector<I, C>(Agent<? super I, ? extends C> classifier, Map<Object, Model> models)
    implements ModelSelector<I> {
  private static final Logger log = LoggerFactory.getLogger(ClassifierSelector.class);

  ClassifierSelector {
    Objects.requireNonNull(classifier, "classifier");
    models = Map.copyOf(models);
  }

  @Override
  public Optional<ModelSelection> select(SelectionContext<I> context) {
    if (!context.hasInput()) {
      return Optional.empty();
    }
    C found;
    try {
      found = context.run(classifier, context.requireInput());
    } catch (CancelledException e) {
      throw e;
    } catch (AgentException e) {
      if (context.isDeadlinePassed()) {
        throw e;
      }
      log.warn(
          "The classifier of agent '{}' failed, and another rule chooses the model: {}",
          context.agent(),
          e.getClass().getSimpleName());
      return Optional.empty();
    }
    return Optional.ofNullable(models.get(found))
        .map(model -> ModelSelection.of(model, "classified as " + found));
  }
}
