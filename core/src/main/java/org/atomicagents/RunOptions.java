package org.atomicagents;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.AgentListener;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * What one run wants otherwise than its agent.
 *
 * <p>Immutable; a copy for each change: {@code RunOptions.history(h).withTimeout(d)}. What is null
 * is left to the agent; what is set replaces the agent's whole. Listeners alone are told in
 * addition, after the agent's.
 *
 * @param history the conversation that the run continues
 * @param deadline when the run has to be over
 * @param timeout how long the run may take from its preparation; the deadline wins if both are set
 * @param budget what the run may spend, possibly together with others
 * @param stream how an answer is shown while it is written
 */
public record RunOptions(
    @Nullable ChatHistory history,
    @Nullable Deadline deadline,
    @Nullable Duration timeout,
    @Nullable Budget budget,
    @Nullable Model model,
    @Nullable Sampling sampling,
    @Nullable ResponseMode mode,
    @Nullable RunLimits limits,
    @Nullable ReAskScope reAsk,
    StreamOptions stream,
    Listeners listeners) {

  private static final RunOptions DEFAULTS =
      new RunOptions(
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          null,
          StreamOptions.defaults(),
          Listeners.none());

  public RunOptions {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(listeners, "listeners");
  }

  /** Everything as the agent has it. */
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /** As the agent has it, in this conversation. */
  public static RunOptions history(ChatHistory history) {
    return DEFAULTS.withHistory(history);
  }

  /** As the agent has it, over after this time. */
  public static RunOptions timeout(Duration timeout) {
    return DEFAULTS.withTimeout(timeout);
  }

  /** A copy for a run in this conversation. */
  public RunOptions withHistory(ChatHistory value) {
    return new RunOptions(
        value, deadline, timeout, budget, model, sampling, mode, limits, reAsk, stream, listeners);
  }

  /** A copy for a run that has to be over at this moment. */
  public RunOptions withDeadline(Deadline value) {
    return new RunOptions(
        history, value, timeout, budget, model, sampling, mode, limits, reAsk, stream, listeners);
  }

  /** A copy for a run that may take this long. */
  public RunOptions withTimeout(Duration value) {
    return new RunOptions(
        history, deadline, value, budget, model, sampling, mode, limits, reAsk, stream, listeners);
  }

  /** A copy for a run that spends from this budget. */
  public RunOptions withBudget(Budget value) {
    return new RunOptions(
        history, deadline, timeout, value, model, sampling, mode, limits, reAsk, stream, listeners);
  }

  /** A copy for a run on another model. */
  public RunOptions withModel(Model value) {
    return new RunOptions(
        history, deadline, timeout, budget, value, sampling, mode, limits, reAsk, stream,
        listeners);
  }

  /** A copy for a run with other parameters. */
  public RunOptions withSampling(Sampling value) {
    return new RunOptions(
        history, deadline, timeout, budget, model, value, mode, limits, reAsk, stream, listeners);
  }

  /** A copy for a run that asks for JSON in this way. */
  public RunOptions withMode(ResponseMode value) {
    return new RunOptions(
        history, deadline, timeout, budget, model, sampling, value, limits, reAsk, stream,
        listeners);
  }

  /** A copy for a run with other limits. */
  public RunOptions withLimits(RunLimits value) {
    return new RunOptions(
        history, deadline, timeout, budget, model, sampling, mode, value, reAsk, stream, listeners);
  }

  /** A copy for a run that asks for this much again when an answer is wrong. */
  public RunOptions withReAsk(ReAskScope value) {
    return new RunOptions(
        history, deadline, timeout, budget, model, sampling, mode, limits, value, stream,
        listeners);
  }

  /** A copy for a run whose answer is shown in this way while it is written. */
  public RunOptions withStream(StreamOptions value) {
    return new RunOptions(
        history, deadline, timeout, budget, model, sampling, mode, limits, reAsk, value, listeners);
  }

  /** A copy for a run that one more listener follows. */
  public RunOptions withListener(AgentListener listener) {
    return new RunOptions(
        history,
        deadline,
        timeout,
        budget,
        model,
        sampling,
        mode,
        limits,
        reAsk,
        stream,
        listeners.with(listener));
  }
}
