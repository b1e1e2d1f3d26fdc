package org.atomicagents.internal.run;

import java.time.Duration;
import java.util.Objects;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.StreamOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one run: an agent's settings, overridden by the options of the run.
 *
 * <p>Immutable. Settings are resolved once, when the run is planned.
 *
 * @param agent the name of the agent, for messages and events
 * @param history the conversation of the run; null if the run has none
 * @param mode the chosen response mode; null if the model's preferred mode is used
 */
public record RunConfig(
    String agent,
    Model model,
    Sampling sampling,
    RunLimits limits,
    @Nullable ChatHistory history,
    Deadline deadline,
    Budget budget,
    @Nullable ResponseMode mode,
    ReAskScope reAsk,
    StreamOptions stream,
    boolean sideEffects,
    Listeners listeners,
    TokenCounter tokenCounter,
    TimeSource time) {

  /** Resolves the settings of a run that starts now. */
  public static RunConfig of(AgentSettings agent, RunOptions run) {
    return new RunConfig(
        agent.name(),
        Objects.requireNonNullElse(run.model(), agent.model()),
        sampling(agent, run),
        Objects.requireNonNullElse(run.limits(), agent.limits()),
        run.history() == null ? agent.history() : run.history(),
        deadline(agent, run),
        run.budget() == null ? Budget.unlimited() : run.budget(),
        run.mode() == null ? agent.mode() : run.mode(),
        Objects.requireNonNullElse(run.reAsk(), agent.reAsk()),
        run.stream(),
        run.sideEffects(),
        agent.listeners().with(run.listeners()),
        agent.tokenCounter().current(),
        agent.time());
  }

  /** Returns a copy without a conversation and without a deadline. */
  RunConfig detached() {
    return new RunConfig(
        agent,
        model,
        sampling,
        limits,
        null,
        Deadline.none(),
        budget,
        mode,
        reAsk,
        stream,
        sideEffects,
        listeners,
        tokenCounter,
        time);
  }

  /** Returns a copy with other sampling parameters. */
  RunConfig withSampling(Sampling other) {
    return new RunConfig(
        agent,
        model,
        other,
        limits,
        history,
        deadline,
        budget,
        mode,
        reAsk,
        stream,
        sideEffects,
        listeners,
        tokenCounter,
        time);
  }

  private static Sampling sampling(AgentSettings agent, RunOptions run) {
    return run.sampling() == null
        ? agent.sampling()
        : run.sampling().withDefaultsFrom(agent.sampling());
  }

  private static Deadline deadline(AgentSettings agent, RunOptions run) {
    if (run.deadline() != null) {
      return run.deadline();
    }
    Duration timeout = run.timeout() == null ? agent.timeout() : run.timeout();
    return timeout == null ? Deadline.none() : Deadline.after(timeout, agent.time());
  }
}
