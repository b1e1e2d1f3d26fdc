package org.atomicagents.routing;

/**
 * The complexity of a task, as a rule estimates it from its text.
 *
 * @see ComplexityRules
 */
public enum TaskComplexity {
  /** A short task without a keyword. */
  SIMPLE,
  /** A task of medium length without a keyword. */
  MEDIUM,
  /** A long task, or one with a keyword such as "analyze". */
  COMPLEX;

  /** Returns the complexity of a text by {@link ComplexityRules#ofDefaults()}. */
  public static TaskComplexity of(String text) {
    return ComplexityRules.ofDefaults().classify(text);
  }
}
