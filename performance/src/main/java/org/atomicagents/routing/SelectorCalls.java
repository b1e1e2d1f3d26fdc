package org.atomicagents.routing;

import java.util.Optional;

/** SelectorCalls by rules for a supertype of the input. */
final class SelectorCalls {
  private SelectorCalls() {}

  /** Returns the choice of a rule. */
  // A context only provides inputs, so a context of a type is also one of its supertypes.
  @SuppressWarnings("unchecked")
  static <S> Optional<ModelSelection> by(
      ModelSelector<S> selector, SelectionContext<? extends S> context) {
    return selector.select((SelectionContext<S>) context);
  }
}
