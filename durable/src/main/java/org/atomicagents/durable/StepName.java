package org.atomicagents.durable;

import java.util.Objects;

/**
 * The name of a step: a base, such as the name of an agent, and numbers that make it unique.
 *
 * @param base what the step does; not blank
 * @param tag distinguishes branches of a workflow that run at the same time; may be empty
 * @param ordinal the number of the step among those with its base and tag, from 1
 * @param attempt the number of the attempt, from 1: a failed step is repeated under another name
 * @see StepNames
 */
public record StepName(String base, String tag, int ordinal, int attempt) {
  public StepName {
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(tag, "tag");
    if (base.isBlank()) {
      throw new IllegalArgumentException("base: expected a name, found \"" + base + "\"");
    }
    if (ordinal < 1 || attempt < 1) {
      throw new IllegalArgumentException(
          "ordinal and attempt: expected 1 or more, found " + ordinal + " and " + attempt);
    }
  }

  /** Returns the name of another attempt of the step. */
  public StepName withAttempt(int number) {
    return new StepName(base, tag, ordinal, number);
  }

  /** Returns the name as it is recorded, as in {@code triage-2} or {@code triage[a]-2.3}. */
  @Override
  public String toString() {
    return base
        + (tag.isEmpty() ? "" : "[" + tag + "]")
        + "-"
        + ordinal
        + (attempt == 1 ? "" : "." + attempt);
  }
}
