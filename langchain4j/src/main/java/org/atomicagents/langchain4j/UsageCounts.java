package org.atomicagents.langchain4j;

import dev.langchain4j.model.output.TokenUsage;
import java.util.Objects;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/** A conversion of LangChain4j's common token counts; a count that is null is 0. */
final class UsageCounts {
  private UsageCounts() {}

  static Usage of(TokenUsage usage) {
    long input = count(usage.inputTokenCount());
    long output = count(usage.outputTokenCount());
    // Some providers report the total only.
    return input == 0 && output == 0
        ? Usage.of(count(usage.totalTokenCount()), 0)
        : Usage.of(input, output);
  }

  private static long count(@Nullable Integer tokens) {
    return Objects.requireNonNullElse(tokens, 0);
  }
}
