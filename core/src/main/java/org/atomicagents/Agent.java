package org.atomicagents;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns a typed input into a typed output with the help of a model.
 *
 * <p>One method makes an agent; the others are short cuts. What wraps an agent (a cache, a timer, a
 * choice of models) is an agent, too, and hands {@link RunOptions} on as they are. Thread-safe.
 */
@FunctionalInterface
public interface Agent<I, O> {

  /**
   * Makes a run ready, without sending anything.
   *
   * @param input what is asked, or null to go on with the last turn of the history
   * @throws IllegalArgumentException if the input breaks its own constraints, or there is nothing
   *     to go on with
   */
  PreparedRun<O> prepare(@Nullable I input, RunOptions options);

  /** Asks, and waits for the output. */
  default O run(I input) {
    return run(input, RunOptions.defaults());
  }

  /**
   * Asks, and waits for the output.
   *
   * @throws org.atomicagents.error.AgentException if there is no valid one; its subtypes say why
   */
  default O run(I input, RunOptions options) {
    return call(input, options).output();
  }

  /** Goes on with the last turn of the options' history, after a tool's result was added to it. */
  default O run(RunOptions options) {
    try (PreparedRun<O> prepared = prepare(null, options)) {
      return prepared.call().output();
    }
  }

  /** Asks, and waits for the output and how it came about. */
  default RunResult<O> call(I input) {
    return call(input, RunOptions.defaults());
  }

  /** Asks, and waits for the output and how it came about. */
  default RunResult<O> call(I input, RunOptions options) {
    try (PreparedRun<O> prepared = prepare(Objects.requireNonNull(input, "input"), options)) {
      return prepared.call();
    }
  }

  /** Asks, and sees the answer while it is written; the caller closes the stream. */
  default AgentStream<O> stream(I input) {
    return stream(input, RunOptions.defaults());
  }

  /** Asks, and sees the answer while it is written; the caller closes the stream. */
  default AgentStream<O> stream(I input, RunOptions options) {
    return prepare(Objects.requireNonNull(input, "input"), options).stream();
  }

  /**
   * Goes on with the last turn of the options' history, and sees the answer while it is written.
   */
  default AgentStream<O> stream(RunOptions options) {
    return prepare(null, options).stream();
  }
}
