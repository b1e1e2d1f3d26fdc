package org.atomicagents.routing;

import java.util.List;
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
    List<Class<?>> matching = models.keySet().stream().filter(t -> t.isInstance(input)).toList();
    List<Class<?>> found = matching.stream().filter(type -> !hasSubtype(type, matching)).toList();
    if (found.size() > 1) {
      throw ambiguous(input.getClass().getSimpleName(), found);
    }
    return found.isEmpty() ? null : found.getFirst();
  }

  private static boolean hasSubtype(Class<?> type, List<Class<?>> types) {
    return types.stream().anyMatch(other -> other != type && type.isAssignableFrom(other));
  }

  private static IllegalArgumentException ambiguous(String input, List<Class<?>> found) {
    return new IllegalArgumentException(
        "byType: expected one most specific type for an input of type %s, found %s.\nAdd a model for %s."
            .formatted(input, found.stream().map(Class::getSimpleName).sorted().toList(), input));
  }
}
