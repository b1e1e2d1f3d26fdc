package org.atomicagents.internal.batch;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.DecisionAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a batch. Immutable.
 *
 * @param conversations the assignment of items to conversations; null if each item gets a fork
 * @param journal the journal of the results; null for none
 * @param replays the responses of an earlier submission; null for none
 */
public record BatchSettings<I, O>(
    Agent<I, O> agent,
    RunOptions options,
    @Nullable Conversations<I> conversations,
    BatchLimits limits,
    @Nullable JournalUse<O> journal,
    Consumer<? super BatchProgress> listener,
    TimeSource time,
    @Nullable ItemReplays replays) {
  private static final int WINDOW_FACTOR = 4;
  private static final int CONVERSATION_WINDOW_FACTOR = 50;
  private static final int MAX_CONVERSATION_WINDOW = 2_000;

  public BatchSettings {
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(time, "time");
  }

  /**
   * The limits of a batch.
   *
   * @param window the maximum number of items between reading and handing out; 0 for the default
   * @param maxCost the maximum cost, in the currency of the prices; null for none
   */
  public record BatchLimits(
      int maxConcurrency,
      int window,
      StopPolicy stopPolicy,
      @Nullable Duration timeout,
      @Nullable BigDecimal maxCost) {
    static final BatchLimits DEFAULTS = new BatchLimits(5, 0, StopPolicy.collectAll(), null, null);

    public BatchLimits {
      requirePositive("max", maxConcurrency);
      Objects.requireNonNull(stopPolicy, "stopPolicy");
      if (timeout != null && !timeout.isPositive()) {
        throw new IllegalArgumentException(
            "timeout: expected a positive duration, found " + timeout);
      }
      if (maxCost != null && maxCost.signum() <= 0) {
        throw new IllegalArgumentException(
            "maxCost: expected more than 0, found " + maxCost.toPlainString());
      }
    }

    public BatchLimits withMaxConcurrency(int value) {
      return new BatchLimits(value, window, stopPolicy, timeout, maxCost);
    }

    public BatchLimits withWindow(int value) {
      requirePositive("items", value);
      return new BatchLimits(maxConcurrency, value, stopPolicy, timeout, maxCost);
    }

    public BatchLimits withStopPolicy(StopPolicy value) {
      return new BatchLimits(maxConcurrency, window, value, timeout, maxCost);
    }

    public BatchLimits withTimeout(Duration value) {
      return new BatchLimits(
          maxConcurrency, window, stopPolicy, Objects.requireNonNull(value, "timeout"), maxCost);
    }

    public BatchLimits withMaxCost(BigDecimal value) {
      return new BatchLimits(
          maxConcurrency, window, stopPolicy, timeout, Objects.requireNonNull(value, "maxCost"));
    }

    private static void requirePositive(String name, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
      }
    }
  }

  public static <I, O> BatchSettings<I, O> of(Agent<I, O> agent) {
    return new BatchSettings<>(
        agent,
        RunOptions.defaults(),
        null,
        BatchLimits.DEFAULTS,
        null,
        progress -> {},
        TimeSource.system(),
        null);
  }

  /** Returns the history whose forks the items get: that of the options, or else of the agent. */
  public @Nullable ChatHistory history() {
    return options.history() != null ? options.history() : agent.history();
  }

  /** Returns the agent that sends the requests; null if another one decides about them. */
  public @Nullable AtomicAgent<?, ?> atomicAgent() {
    Agent<?, ?> any = agent;
    return switch (any) {
      case AtomicAgent<?, ?> atomic -> atomic;
      case DecisionAgent<?, ?> decisions -> decisions.agent();
      default -> null;
    };
  }

  /** Returns the model of the runs; null if the agent decides at each run. */
  public @Nullable Model model() {
    if (options.model() != null) {
      return options.model();
    }
    AtomicAgent<?, ?> atomic = atomicAgent();
    return atomic == null ? null : atomic.model();
  }

  /** Returns the currency of the model's prices as its ISO 4217 code; empty if it is not known. */
  String currency() {
    Model model = model();
    return model == null
        ? ""
        : model
            .profile()
            .flatMap(ModelProfile::prices)
            .map(prices -> prices.currency().getCurrencyCode())
            .orElse("");
  }

  /** Returns the window; larger with conversations, since its items wait for each other. */
  int windowSize() {
    if (limits.window > 0) {
      return limits.window;
    }
    long max = limits.maxConcurrency;
    long size = max * WINDOW_FACTOR;
    if (conversations != null) {
      size = Math.max(size, Math.min(max * CONVERSATION_WINDOW_FACTOR, MAX_CONVERSATION_WINDOW));
    }
    return (int) Math.min(size, Integer.MAX_VALUE);
  }

  public BatchSettings<I, O> withOptions(RunOptions value) {
    return new BatchSettings<>(
        agent, value, conversations, limits, journal, listener, time, replays);
  }

  public BatchSettings<I, O> withConversations(Conversations<I> value) {
    return new BatchSettings<>(agent, options, value, limits, journal, listener, time, replays);
  }

  public BatchSettings<I, O> withLimits(BatchLimits value) {
    return new BatchSettings<>(
        agent, options, conversations, value, journal, listener, time, replays);
  }

  public BatchSettings<I, O> withJournal(JournalUse<O> value) {
    return new BatchSettings<>(
        agent, options, conversations, limits, value, listener, time, replays);
  }

  public BatchSettings<I, O> withListener(Consumer<? super BatchProgress> value) {
    return new BatchSettings<>(
        agent, options, conversations, limits, journal, value, time, replays);
  }

  public BatchSettings<I, O> withTime(TimeSource value) {
    return new BatchSettings<>(
        agent, options, conversations, limits, journal, listener, value, replays);
  }

  public BatchSettings<I, O> withReplays(ItemReplays value) {
    return new BatchSettings<>(
        agent, options, conversations, limits, journal, listener, time, value);
  }
}
