package org.atomicagents.durable;

import java.util.Objects;

/**
 * A part of a workflow that runs once, and whose result is recorded.
 *
 * @param name unique in its workflow, and equal in each execution
 * @param input what the result depends on; compared with the recorded one in each replay
 * @param codec the recorded form of the result
 * @param action the code that runs if there is no recorded result
 */
public record Step<T>(StepName name, StepInput input, StepCodec<T> codec, StepAction<T> action) {
  public Step {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(input, "input");
    Objects.requireNonNull(codec, "codec");
    Objects.requireNonNull(action, "action");
  }

  /** Returns a step. */
  public static <T> Step<T> of(
      StepName name, StepInput input, StepCodec<T> codec, StepAction<T> action) {
    return new Step<>(name, input, codec, action);
  }

  /** Returns the name. */
  @Override
  public String toString() {
    return "Step[" + name + "]";
  }
}
