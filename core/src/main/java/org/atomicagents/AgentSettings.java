package org.atomicagents;

import java.time.Duration;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TimeSource;
import org.atomicagents.tokens.TokenCounter;
import org.jspecify.annotations.Nullable;

/** All that an agent is set to, besides its types; null where a run decides or the model does. */
record AgentSettings(
    String name,
    Model model,
    SystemPrompt systemPrompt,
    Sampling sampling,
    Limits limits,
    @Nullable ChatHistory history,
    @Nullable Duration timeout,
    @Nullable ResponseMode mode,
    ReAskScope reAsk,
    Listeners listeners,
    TokenCounter tokenCounter,
    TimeSource time) {

  Deadline deadline(RunOptions options) {
    if (options.deadline() != null) {
      return options.deadline();
    }
    Duration length = options.timeout() == null ? timeout : options.timeout();
    return length == null ? Deadline.none() : Deadline.after(length, time);
  }

  Budget budget(RunOptions options) {
    return options.budget() == null ? Budget.unlimited() : options.budget();
  }

  Model model(RunOptions options) {
    return options.model() == null ? model : options.model();
  }

  Sampling sampling(RunOptions options) {
    return options.sampling() == null ? sampling : options.sampling();
  }

  Limits limits(RunOptions options) {
    return options.limits() == null ? limits : options.limits();
  }

  @Nullable ChatHistory history(RunOptions options) {
    return options.history() == null ? history : options.history();
  }

  Listeners listeners(RunOptions options) {
    return listeners.with(options.listeners());
  }

  ReAskScope reAsk(RunOptions options) {
    return options.reAsk() == null ? reAsk : options.reAsk();
  }

  /** The mode that was chosen for the run or the agent; null if it is left to the model. */
  @Nullable ResponseMode chosenMode(RunOptions options) {
    return options.mode() == null ? mode : options.mode();
  }
}
