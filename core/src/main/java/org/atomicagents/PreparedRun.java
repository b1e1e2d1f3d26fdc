package org.atomicagents;

import java.util.Optional;
import java.util.function.Function;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.schema.Schema;

/**
 * A run that is ready to start: its prompt is rendered, its history snapshot taken and its request
 * built.
 *
 * <p>Useful to inspect or to cache a request before it is sent:
 *
 * {@snippet class="org.atomicagents.AgentSnippets" region="prepare"}
 *
 * <p>Every call of {@link #call()} or {@link #stream()} is a separate run with the same request. If
 * runs of the conversation must not overlap ({@link org.atomicagents.chat.OverlapPolicy}), a
 * prepared run can be used once. It keeps the conversation until its run ends: when {@code call()}
 * returns, or when the stream is read to its end or closed. A prepared run that was not started
 * releases the conversation when it is closed. An abandoned one loses it to the next run, at its
 * deadline or after {@link org.atomicagents.chat.ChatHistory#MAX_IDLE_TIME}.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <O> the type of the output
 */
public interface PreparedRun<O> extends AutoCloseable {

  /** Returns the request that would be sent first. */
  ModelRequest request();

  /**
   * Returns a SHA-256 hash, in hexadecimal, of everything that determines the result: the model,
   * the prompt without volatile context (see {@link
   * org.atomicagents.chat.ContextProvider#affectsFingerprint()}), the history, the input, the
   * schemas and the parameters. Equal fingerprints mean that a cached result can be used.
   */
  String fingerprint();

  /**
   * Returns what determines the result, by ingredient. An agent that wraps another one returns
   * those of the run inside.
   */
  default RunIngredients ingredients() {
    return RunIngredients.of(request(), fingerprint());
  }

  /**
   * Returns the schema of the output; empty if it is unknown. An agent that wraps another one
   * returns that of the run inside.
   */
  default Optional<Schema<O>> outputSchema() {
    return Optional.empty();
  }

  /** Returns an estimate of the tokens of the request. */
  TokenCount tokens();

  /**
   * Returns the usage of requests that were sent so far to prepare this run or to compute its
   * {@link #fingerprint()}, such as those of a classifier that chose its model; {@link
   * PreparationUsage#NONE} if there were none.
   *
   * <p>Results and failures of {@link #call()} and {@link #stream()} contain it, those of a {@link
   * #detached()} run do not. An agent that returns a result without starting this run adds it.
   */
  default PreparationUsage preparationUsage() {
    return PreparationUsage.NONE;
  }

  /** Returns the deadline of the run; {@link Deadline#none()} if it has none. */
  default Deadline deadline() {
    return Deadline.none();
  }

  /**
   * Returns a prepared run of the same request without a conversation and without a deadline; empty
   * if the run cannot be separated from its conversation, such as a loop of tools.
   *
   * <p>For agents that share one response between several runs: each of these commits the output to
   * its own conversation by {@link #commit}, and has its own deadline. The budget and the listeners
   * are those of this run; its results exclude the {@link #preparationUsage()}. The caller closes
   * the returned run.
   */
  default Optional<PreparedRun<O>> detached() {
    return Optional.empty();
  }

  /**
   * Returns the result of the run, whose turn is committed to the history; blocks until its end.
   *
   * @throws org.atomicagents.error.AgentException if the run fails; the history is unchanged
   * @throws IllegalStateException if this prepared run was closed, or was used and runs must not
   *     overlap
   */
  RunResult<O> call();

  /**
   * Returns a stream of the run, whose turn is committed to the history at the end of the stream.
   *
   * @throws IllegalStateException if this prepared run was closed, or was used and runs must not
   *     overlap
   */
  AgentStream<O> stream();

  /**
   * Commits the turn with an existing output, such as one from a cache, without a request; closes
   * this prepared run.
   *
   * @throws org.atomicagents.error.TimedOutException if another run has taken over the conversation
   * @throws IllegalStateException if this prepared run was closed, or was used and runs must not
   *     overlap
   */
  void commit(O output);

  /**
   * Commits the turn with the result of another run of the same request, including its {@link
   * RunResult#opaque()} parts; else like {@link #commit}. For agents that share one response
   * between several runs.
   */
  default void commitResult(RunResult<O> result) {
    commit(result.output());
  }

  /**
   * Returns an action that ends an activity of this run, which begins now. For agents that make a
   * prepared run wait without starting it: an active run does not lose its conversation after
   * {@link org.atomicagents.chat.ChatHistory#MAX_IDLE_TIME}.
   */
  default Runnable beginActivity() {
    return () -> {};
  }

  /**
   * Emits an event to the listeners of this run. For agents that wrap other agents.
   *
   * @param event creates the event of an agent's name; not called without an active listener
   */
  default void emit(Function<String, AgentEvent> event) {}

  /**
   * Releases the conversation unless the run was started; the next run can start then. This
   * prepared run cannot be started any more. Idempotent.
   */
  @Override
  void close();
}
