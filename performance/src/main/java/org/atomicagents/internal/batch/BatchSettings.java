package org.atomicagents.internal.batch;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.model.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a batch. Immutable.
 *
 * @param window the maximum number of items between reading and handing out; 0 for the default
 */
public record BatchSettings<I, O>(
    Agent<I, O> agent,
    RunOptions options,
    int maxConcurrency,
    int window,
    StopPolicy stopPolicy,
    @Nullable Duration timeout,
    Consumer<? super BatchProgress> listener,
    TimeSource time) {
  private static final int DEFAULT_CONCURRENCY = 5;
  private static final int WINDOW_FACTOR = 4;

  public BatchSettings {
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(stopPolicy, "stopPolicy");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(time, "time");
  }

  public static <I, O> BatchSettings<I, O> of(Agent<I, O> agent) {
    return new BatchSettings<>(
        agent,
        RunOptions.defaults(),
        DEFAULT_CONCURRENCY,
        0,
        StopPolicy.collectAll(),
        null,
        progress -> {},
        TimeSource.system());
  }

  /** Returns the history whose forks the items get: that of the options, or else of the agent. */
  @Nullable ChatHistory history() {
    if (options.history() != null) {
      return options.history();
    }
    return agent instanceof AtomicAgent<?, ?> atomic ? atomic.history() : null;
  }

  int windowSize() {
    return window > 0
        ? window
        : (int) Math.min((long) maxConcurrency * WINDOW_FACTOR, Integer.MAX_VALUE);
  }

  public BatchSettings<I, O> withOptions(RunOptions value) {
    return new BatchSettings<>(
        agent, value, maxConcurrency, window, stopPolicy, timeout, listener, time);
  }

  public BatchSettings<I, O> withMaxConcurrency(int value) {
    requirePositive("max", value);
    return new BatchSettings<>(agent, options, value, window, stopPolicy, timeout, listener, time);
  }

  public BatchSettings<I, O> withWindow(int value) {
    requirePositive("items", value);
    return new BatchSettings<>(
        agent, options, maxConcurrency, value, stopPolicy, timeout, listener, time);
  }

  public BatchSettings<I, O> withStopPolicy(StopPolicy value) {
    return new BatchSettings<>(
        agent, options, maxConcurrency, window, value, timeout, listener, time);
  }

  public BatchSettings<I, O> withTimeout(Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("timeout: expected a positive duration, found " + value);
    }
    return new BatchSettings<>(
        agent, options, maxConcurrency, window, stopPolicy, value, listener, time);
  }

  public BatchSettings<I, O> withListener(Consumer<? super BatchProgress> value) {
    return new BatchSettings<>(
        agent, options, maxConcurrency, window, stopPolicy, timeout, value, time);
  }

  public BatchSettings<I, O> withTime(TimeSource value) {
    return new BatchSettings<>(
        agent, options, maxConcurrency, window, stopPolicy, timeout, listener, value);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
  }
}
