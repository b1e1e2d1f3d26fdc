package org.atomicagents.model;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The number of tokens of a request, by part.
 *
 * @param system the tokens of the system message
 * @param history the tokens of the conversation and the input
 * @param schema the tokens of the output schema and the tools, if they are not part of a message
 * @param window the model's context window, in tokens; empty if unknown
 */
public record TokenCount(int system, int history, int schema, OptionalInt window) {

  /** Returns the tokens of all parts. */
  public int total() {
    return system + history + schema;
  }

  /** Returns the total as a fraction of the window, from 0; empty without a positive window. */
  public OptionalDouble utilization() {
    return window.isPresent() && window.getAsInt() > 0
        ? OptionalDouble.of((double) total() / window.getAsInt())
        : OptionalDouble.empty();
  }
}
