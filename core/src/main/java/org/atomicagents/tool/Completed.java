package org.atomicagents.tool;

import java.util.Objects;
import org.atomicagents.RunResult;

/**
 * The result of a loop with a final output, whose turn is committed.
 *
 * @param <O> the type of the output
 * @param result the output, and the metrics of all steps together
 */
public record Completed<O>(RunResult<O> result) implements ToolLoopResult<O> {
  public Completed {
    Objects.requireNonNull(result, "result");
  }

  /** Returns the output. */
  public O output() {
    return result.output();
  }
}
