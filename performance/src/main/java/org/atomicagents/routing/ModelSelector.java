package org.atomicagents.routing;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.atomicagents.Agent;
import org.atomicagents.model.Model;

/**
 * A rule that chooses a model and its settings for each input.
 *
 * {@snippet class="org.atomicagents.routing.RoutingSnippets" region="selector"}
 *
 * <p>A {@link RoutedAgent} applies it. Rules are combined by {@link #orElse} and {@link #when};
 * {@link ModelCandidates} chooses by context window, price, latency or capability. Implementations
 * must be thread-safe.
 *
 * @param <I> the type of the input
 */
@FunctionalInterface
public interface ModelSelector<I> {

  /**
   * Returns the choice for a run; empty if this rule has none, so that the agent's own model runs.
   */
  Optional<ModelSelection> select(SelectionContext<I> context);

  /** Returns a rule that always chooses a model. */
  static <I> ModelSelector<I> of(Model model) {
    return of(ModelSelection.of(model, "fixed"));
  }

  /** Returns a rule that always makes the same choice. */
  static <I> ModelSelector<I> of(ModelSelection choice) {
    Objects.requireNonNull(choice, "choice");
    return context -> Optional.of(choice);
  }

  /**
   * Returns a rule by the complexity of a text, with {@link ComplexityRules#ofDefaults()}.
   *
   * @param text returns the text of an input
   * @param models the models; the rule has no choice for a complexity without one
   */
  static <I> ModelSelector<I> byComplexity(
      Function<? super I, String> text, Map<TaskComplexity, Model> models) {
    return byComplexity(text, ComplexityRules.ofDefaults(), models);
  }

  /**
   * Returns a rule by the complexity of a text.
   *
   * @param text returns the text of an input
   * @param models the models; the rule has no choice for a complexity without one
   */
  static <I> ModelSelector<I> byComplexity(
      Function<? super I, String> text, ComplexityRules rules, Map<TaskComplexity, Model> models) {
    return new ComplexitySelector<>(text, rules, models);
  }

  /**
   * Returns a rule by the type of the input, such as the records of a sealed interface.
   *
   * <p>An input of two types of which neither is more specific ends the run with an {@link
   * IllegalArgumentException}: the choice would depend on the order of the map.
   *
   * @param models the models by types, of which the most specific one applies; the rule has no
   *     choice for other inputs
   */
  static <I> ModelSelector<I> byType(Map<? extends Class<? extends I>, Model> models) {
    return new TypeSelector<>(models);
  }

  /**
   * Returns a rule by a tag of the input, such as its customer or its language.
   *
   * @param tag returns the tag of an input, never null
   * @param models the models by tags; the rule has no choice for other tags
   */
  static <I, T> ModelSelector<I> byTag(
      Function<? super I, ? extends T> tag, Map<? super T, Model> models) {
    Objects.requireNonNull(tag, "tag");
    Map<Object, Model> known = Map.copyOf(models);
    return context -> {
      if (!context.hasInput()) {
        return Optional.empty();
      }
      T found = Objects.requireNonNull(tag.apply(context.requireInput()), "tag");
      return Optional.ofNullable(known.get(found))
          .map(model -> ModelSelection.of(model, "tag " + found));
    };
  }

  /**
   * Returns a rule by an agent that classifies the input.
   *
   * <p>Its run has the deadline, the budget and the listeners of the routed run, and its usage is
   * part of the result. If it fails, the rule has no choice; a cancellation and a passed deadline
   * end the routed run.
   *
   * @param classifier an agent whose output is a class of inputs, such as an enum
   * @param models the models by classes; the rule has no choice for other classes
   */
  static <I, C> ModelSelector<I> byClassifier(
      Agent<? super I, ? extends C> classifier, Map<? super C, Model> models) {
    return new ClassifierSelector<>(classifier, Map.copyOf(models));
  }

  /** Returns a rule that uses another one where this one has no choice. */
  default ModelSelector<I> orElse(ModelSelector<? super I> other) {
    Objects.requireNonNull(other, "other");
    return context -> {
      Optional<ModelSelection> choice = select(context);
      return choice.isPresent() ? choice : SelectorCalls.by(other, context);
    };
  }

  /** Returns a rule that chooses a model where this one has no choice. */
  default ModelSelector<I> orElse(Model model) {
    return orElse(of(ModelSelection.of(model, "otherwise")));
  }

  /** Returns a rule that has no choice unless a condition holds. */
  default ModelSelector<I> when(Predicate<? super SelectionContext<I>> condition) {
    Objects.requireNonNull(condition, "condition");
    return context -> condition.test(context) ? select(context) : Optional.empty();
  }

  /** Returns a rule that changes the choices of this one, such as their limits. */
  default ModelSelector<I> map(UnaryOperator<ModelSelection> change) {
    Objects.requireNonNull(change, "change");
    return context -> select(context).map(change);
  }
}
