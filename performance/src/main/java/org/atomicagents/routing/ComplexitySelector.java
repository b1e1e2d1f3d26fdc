package org.atomicagents.routing;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.atomicagents.model.Model;

/** Chooses by the complexity of a text. */
record ComplexitySelector<I>(
    Function<? super I, String> text, ComplexityRules rules, Map<TaskComplexity, Model> models)
    implements ModelSelector<I> {

  ComplexitySelector {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(rules, "rules");
    models = Map.copyOf(models);
  }

  @Override
  public Optional<ModelSelection> select(SelectionContext<I> context) {
    if (!context.hasInput()) {
      return Optional.empty();
    }
    ComplexityRules.Estimate estimate = rules.estimate(text.apply(context.requireInput()));
    Model model = models.get(estimate.complexity());
    return Optional.ofNullable(model)
        .map(chosen ->
            ModelSelection.of(chosen, estimate.complexity() + " task: " + estimate.reason()));
  }
}
