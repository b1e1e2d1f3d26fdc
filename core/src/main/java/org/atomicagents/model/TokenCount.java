package org.atomicagents.model;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How many tokens a request holds, and in which part.
 *
 * @param system the system message
 * @param history everything said before and now
 * @param schema the output's schema and the tools, where they travel apart from the messages
 * @param window the model's context window; empty if unknown
 */
public record TokenCount(int system, int history, int schema, OptionalInt window) {

  /** All parts together. */
  public int total() {
    return system + history + schema;
  }

  /** The total as a share of the window, 0.5 for a half; empty without a window above 0. */
  public OptionalDouble utilization() {
    return window.isPresent() && window.getAsInt() > 0
        ? OptionalDouble.of((double) total() / window.getAsInt())
        : OptionalDouble.empty();
  }
}
