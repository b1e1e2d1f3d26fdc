package org.atomicagents.routing;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.atomicagents.model.Model;
import org.jspecify.annotations.Nullable;

/** Chooses by the type of the input. Immutable. */
final class TypeSelector<I> implements ModelSelector<I> {
  private final Map<Class<?>, Model> models;

  TypeSelector(Map<? extends Class<? extends I>, Model> models) {
    this.models = Map.copyOf(models);
  }

  @Override
  public Optional<ModelSelection> select(SelectionContext<I> context) {
    if (!context.hasInput()) {
      return Optional.empty();
    }
    return Optional.ofNullable(mostSpecific(context.requireInput()))
        .map(type ->
            ModelSelection.of(
                Objects.requireNonNull(models.get(type)), "input of type " + type.getSimpleName()));
  }

  private @Nullable Class<?> mostSpecific(Object input) {
    Class<?> found = models.containsKey(input.getClass()) ? input.getClass() : null;
    for (Class<?> type : models.keySet()) {
      if (type.isInstance(input) && (found == null || found.isAssignableFrom(type))) {
        found = type;
      }
    }
    return found;
  }
}
