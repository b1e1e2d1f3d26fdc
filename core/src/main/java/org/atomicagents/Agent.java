package org.atomicagents;

import java.util.Objects;
import org.atomicagents.chat.ChatHistory;
import org.jspecify.annotations.Nullable;

/**
 * A function from a typed input to a typed output, computed by a model.
 *
 * <p>Implementations provide {@link #prepare}; the other methods are built on it. {@link
 * AtomicAgent} is the standard implementation. An agent that wraps another one, such as a cache or
 * a timer, passes the {@link RunOptions} on unchanged.
 *
 * <p>Thread-safe: one agent serves any number of concurrent runs. A run blocks the calling thread
 * until it ends; an interrupt cancels it.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
@FunctionalInterface
public interface Agent<I, O> {

  /**
   * Returns a prepared run: the input is validated, the prompt rendered and the request built, but
   * nothing is sent. The caller closes it.
   *
   * <p>Blocks while another run of the conversation is in progress and the history's {@link
   * org.atomicagents.chat.OverlapPolicy} is {@code QUEUE}.
   *
   * @param input the input; null to continue the last turn of the history
   * @param options the settings of this run
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   * @throws IllegalArgumentException if there is neither an input nor a turn to continue
   * @throws org.atomicagents.error.AgentException if the conversation is not available
   */
  PreparedRun<O> prepare(@Nullable I input, RunOptions options);

  /**
   * Returns the conversation of runs without one in their options; null if there is none.
   *
   * <p>An agent that wraps another one returns the conversation of that agent.
   */
  default @Nullable ChatHistory history() {
    return null;
  }

  /**
   * Returns the name of the agent, for events and telemetry; "agent" if it has none.
   *
   * <p>An agent that wraps another one returns the name of that agent.
   */
  default String name() {
    return "agent";
  }

  /**
   * Returns the output for an input, with the settings of this agent.
   *
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  default O run(I input) {
    return run(input, RunOptions.defaults());
  }

  /**
   * Returns the output for an input.
   *
   * <p>If the run fails, the history is unchanged.
   *
   * @param options the settings of this run
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   * @throws org.atomicagents.error.AgentException if the run fails; the subtype gives the reason
   */
  default O run(I input, RunOptions options) {
    return call(input, options).output();
  }

  /**
   * Returns the output of a run that continues the last turn of the history, typically after a tool
   * result was added to it.
   *
   * @param options the settings of this run, with the history unless the agent has one
   * @throws IllegalArgumentException if there is no turn to continue
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  default O run(RunOptions options) {
    try (PreparedRun<O> prepared = prepare(null, options)) {
      return prepared.call().output();
    }
  }

  /**
   * Returns the output for an input together with the metrics of the run.
   *
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  default RunResult<O> call(I input) {
    return call(input, RunOptions.defaults());
  }

  /**
   * Returns the output for an input together with the metrics of the run.
   *
   * @param options the settings of this run
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  default RunResult<O> call(I input, RunOptions options) {
    try (PreparedRun<O> prepared = prepare(Objects.requireNonNull(input, "input"), options)) {
      return prepared.call();
    }
  }

  /**
   * Returns a stream of the output while the model writes it. The caller closes the stream.
   *
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   */
  default AgentStream<O> stream(I input) {
    return stream(input, RunOptions.defaults());
  }

  /**
   * Returns a stream of the output while the model writes it. The caller closes the stream.
   *
   * @param options the settings of this run; see {@link RunOptions#stream()}
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   */
  default AgentStream<O> stream(I input, RunOptions options) {
    return prepare(Objects.requireNonNull(input, "input"), options).stream();
  }

  /**
   * Returns a stream of a run that continues the last turn of the history. The caller closes the
   * stream.
   *
   * @param options the settings of this run, with the history unless the agent has one
   * @throws IllegalArgumentException if there is no turn to continue
   */
  default AgentStream<O> stream(RunOptions options) {
    return prepare(null, options).stream();
  }
}
