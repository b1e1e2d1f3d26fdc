package org.atomicagents.internal.redis.sharing;

import org.atomicagents.model.ModelEvent;

/** The approximate size of an event. */
final class EventSize {
  private static final int FIXED = 32;
  private static final int TOKEN = 64;

  private EventSize() {}

  /** Returns the size in bytes, by the number of characters of its texts. */
  static int of(ModelEvent event) {
    return FIXED
        + switch (event) {
          case ModelEvent.TextDelta text -> text.text().length();
          case ModelEvent.ToolCallDelta call -> call.arguments().length();
          case ModelEvent.ReasoningDelta text -> text.text().length();
          case ModelEvent.Refused text -> text.text().length();
          case ModelEvent.OpaquePart part -> part.json().length();
          case ModelEvent.Other other -> other.json().length();
          case ModelEvent.TextProbabilities probabilities ->
              probabilities.tokens().stream()
                  .mapToInt(token -> TOKEN * (1 + token.alternatives().size()))
                  .sum();
          default -> 0;
        };
  }
}
