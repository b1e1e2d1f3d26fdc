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
 * Per-run overrides of an agent's settings.
 *
 * {@snippet class="org.atomicagents.AgentSnippets" region="options"}
 *
 * <p>A null component leaves the agent's setting in place; a non-null one replaces it. Sampling
 * parameters are merged one by one. Listeners are added to those of the agent and notified after
 * them. Immutable; the {@code with} methods return copies.
 *
 * @param history the conversation of the run; null for the agent's, if it has one
 * @param deadline the time by which the run must end; null for none
 * @param timeout the maximum duration of the run, from its preparation; ignored if there is a
 *     deadline, null for the agent's
 * @param budget the tokens and requests that the run may use, possibly shared with other runs; null
 *     for no limit
 * @param model the model; null for the agent's
 * @param sampling the sampling parameters; the agent's apply where it has no value, and where it is
 *     null
 * @param mode the way to request JSON; null for the agent's
 * @param limits the limits of attempts and requests; null for the agent's
 * @param reAsk how much of an invalid response is requested again; null for the agent's
 * @param stream the options of a streamed run
 * @param sideEffects whether the run's requests have effects besides their responses, such as calls
 *     of tools by the provider: they are never hedged, which would send them twice
 * @param listeners the listeners notified in addition to the agent's
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
    boolean sideEffects,
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
          false,
          Listeners.none());

  public RunOptions {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(listeners, "listeners");
  }

  /** Returns options without overrides. */
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /** Returns options with a history. */
  public static RunOptions history(ChatHistory history) {
    return DEFAULTS.withHistory(history);
  }

  /** Returns options with a timeout. */
  public static RunOptions timeout(Duration timeout) {
    return DEFAULTS.withTimeout(timeout);
  }

  /** Returns a copy with a history. */
  public RunOptions withHistory(ChatHistory value) {
    return new RunOptions(
        value,
        deadline,
        timeout,
        budget,
        model,
        sampling,
        mode,
        limits,
        reAsk,
        stream,
        sideEffects,
        listeners);
  }

  /** Returns a copy with a deadline. Unlike a timeout, a deadline can be shared by several runs. */
  public RunOptions withDeadline(Deadline value) {
    return new RunOptions(
        history,
        value,
        timeout,
        budget,
        model,
        sampling,
        mode,
        limits,
        reAsk,
        stream,
        sideEffects,
        listeners);
  }

  /** Returns a copy with a timeout, which starts when the run is prepared. */
  public RunOptions withTimeout(Duration value) {
    return new RunOptions(
        history,
        deadline,
        value,
        budget,
        model,
        sampling,
        mode,
        limits,
        reAsk,
        stream,
        sideEffects,
        listeners);
  }

  /** Returns a copy with a budget, which may be shared by several runs. */
  public RunOptions withBudget(Budget value) {
    return new RunOptions(
        history,
        deadline,
        timeout,
        value,
        model,
        sampling,
        mode,
        limits,
        reAsk,
        stream,
        sideEffects,
        listeners);
  }

  /** Returns a copy with a model. */
  public RunOptions withModel(Model value) {
    return new RunOptions(
        history,
        deadline,
        timeout,
        budget,
        value,
        sampling,
        mode,
        limits,
        reAsk,
        stream,
        sideEffects,
        listeners);
  }

  /**
   * Returns a copy with sampling parameters; the agent's apply where {@code value} has none, as in
   * {@link Sampling#withDefaultsFrom}.
   */
  public RunOptions withSampling(Sampling value) {
    return new RunOptions(
        history,
        deadline,
        timeout,
        budget,
        model,
        value,
        mode,
        limits,
        reAsk,
        stream,
        sideEffects,
        listeners);
  }

  /** Returns a copy with a response mode. */
  public RunOptions withMode(ResponseMode value) {
    return new RunOptions(
        history,
        deadline,
        timeout,
        budget,
        model,
        sampling,
        value,
        limits,
        reAsk,
        stream,
        sideEffects,
        listeners);
  }

  /** Returns a copy with limits of attempts and requests. */
  public RunOptions withLimits(RunLimits value) {
    return new RunOptions(
        history,
        deadline,
        timeout,
        budget,
        model,
        sampling,
        mode,
        value,
        reAsk,
        stream,
        sideEffects,
        listeners);
  }

  /** Returns a copy with the scope of re-asks. */
  public RunOptions withReAsk(ReAskScope value) {
    return new RunOptions(
        history,
        deadline,
        timeout,
        budget,
        model,
        sampling,
        mode,
        limits,
        value,
        stream,
        sideEffects,
        listeners);
  }

  /** Returns a copy with the options of a streamed run. */
  public RunOptions withStream(StreamOptions value) {
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
        value,
        sideEffects,
        listeners);
  }

  /**
   * Returns a copy whose requests have effects besides their responses, such as calls of tools by
   * the provider. These requests are never hedged.
   */
  public RunOptions withSideEffects() {
    return new RunOptions(
        history, deadline, timeout, budget, model, sampling, mode, limits, reAsk, stream, true,
        listeners);
  }

  /** Returns a copy with one more listener. */
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
        sideEffects,
        listeners.with(listener));
  }

  /** Returns a copy with these listeners instead of those of the options. */
  public RunOptions withListeners(Listeners value) {
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
        sideEffects,
        value);
  }
}
