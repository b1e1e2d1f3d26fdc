package org.atomicagents.telemetry;

import java.util.List;
import java.util.Objects;
import org.atomicagents.Agent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.internal.telemetry.ObservedRuns;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * An agent whose runs are observed, with their requests and their calls of tools.
 *
 * <p>It is the outermost agent: it observes caches, cascades, tool loops and the interceptors of a
 * model inside of it. An observed agent inside of another one has runs of its own, nested in those
 * of the outer one.
 *
 * <p>A run begins with its preparation, so that its duration contains waiting for a conversation. A
 * stream is observed from its first read until its end, its failure or its closing, or until it is
 * no longer reachable. A prepared run that is never started is not reported as a run.
 *
 * <p>Exceptions of observers are logged and have no effect on runs. Without an enabled observer,
 * the runs of the agent inside are returned as they are, without any cost.
 *
 * <p>Immutable and thread-safe, like the agent inside; the {@code with} methods return copies.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class ObservedAgent<I, O> implements Agent<I, O> {
  private final Agent<I, O> agent;
  private final ObservedRuns runs;

  private ObservedAgent(Agent<I, O> agent, ObservedRuns runs) {
    this.agent = agent;
    this.runs = runs;
  }

  /** Returns an agent whose runs are observed. */
  public static <I, O> ObservedAgent<I, O> of(Agent<I, O> agent, RunObserver... observers) {
    return new ObservedAgent<>(
        Objects.requireNonNull(agent, "agent"), ObservedRuns.of(List.of(observers)));
  }

  /** Returns a copy with another name in telemetry; default: that of the agent. */
  public ObservedAgent<I, O> withName(String name) {
    return new ObservedAgent<>(agent, runs.withName(name));
  }

  /**
   * Returns a copy whose runs belong to a conversation; default: the id of a stored {@link
   * ChatHistory}.
   */
  public ObservedAgent<I, O> withConversation(String id) {
    return new ObservedAgent<>(agent, runs.withConversation(id));
  }

  /**
   * Returns a copy whose runs belong to the activity, such as a span, that is current on the
   * calling thread, whichever threads start them; for the items of a batch. By default, a run
   * belongs to the activity of the thread that prepares it.
   */
  public ObservedAgent<I, O> withCallerContext() {
    return new ObservedAgent<>(agent, runs.withCallerContext());
  }

  /** Returns a copy with another clock; default: the system clock. */
  public ObservedAgent<I, O> withTimeSource(TimeSource source) {
    return new ObservedAgent<>(agent, runs.withTimeSource(source));
  }

  @Override
  public String name() {
    return runs.name() == null ? agent.name() : runs.name();
  }

  @Override
  public @Nullable ChatHistory history() {
    return agent.history();
  }

  @Override
  public PreparedRun<O> prepare(@Nullable I input, RunOptions options) {
    return runs.prepare(agent, input, options);
  }
}
