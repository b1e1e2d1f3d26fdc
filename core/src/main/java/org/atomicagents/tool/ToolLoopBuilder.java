package org.atomicagents.tool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.atomicagents.AtomicAgent;
import org.atomicagents.internal.tool.LoopSettings;
import org.jspecify.annotations.Nullable;

/**
 * A builder of {@link ToolLoop}s.
 *
 * <p>All settings are optional. Not thread-safe; {@link #build()} may be called any number of
 * times.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class ToolLoopBuilder<I, O> {
  private final AtomicAgent<I, O> agent;
  private final SequencedMap<String, Tool<?, ?>> tools = new LinkedHashMap<>();
  private int maxSteps = 8;
  private int maxParallelTools = 8;
  private int maxResultLength = 100_000;
  private Duration toolTimeout = Duration.ofMinutes(1);
  private @Nullable ToolFilter filter;
  private @Nullable Function<? super PendingCall, ? extends Approval> approver;
  private @Nullable ResumeClaims claims;
  private @Nullable Consumer<? super Suspended<O>> checkpoint;
  private @Nullable ToolRunner runner;

  ToolLoopBuilder(AtomicAgent<I, O> agent) {
    this.agent = Objects.requireNonNull(agent, "agent");
  }

  /**
   * Adds a tool; default: none.
   *
   * @throws IllegalArgumentException if there is a tool with the same name
   */
  public ToolLoopBuilder<I, O> tool(Tool<?, ?> tool) {
    if (tools.putIfAbsent(tool.name(), tool) != null) {
      throw new IllegalArgumentException(
          "tool: expected unique names, found \"" + tool.name() + "\" twice");
    }
    return this;
  }

  /**
   * Sets the maximum number of steps, the final answer included; default: 8. If the model calls
   * tools in the last step, they are not run, and the run throws a {@link
   * org.atomicagents.error.LimitExceededException}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ToolLoopBuilder<I, O> maxSteps(int max) {
    maxSteps = requirePositive("maxSteps", max);
    return this;
  }

  /**
   * Sets the time limit of a call of a tool without its own; default: 1 minute. At its end, the
   * thread of the tool is interrupted, and the model receives an error as the result.
   *
   * @throws IllegalArgumentException unless it is positive
   */
  public ToolLoopBuilder<I, O> toolTimeout(Duration limit) {
    if (!limit.isPositive()) {
      throw new IllegalArgumentException(
          "toolTimeout: expected a positive duration, found " + limit);
    }
    toolTimeout = limit;
    return this;
  }

  /**
   * Sets how many calls of one step run at the same time; default: 8.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ToolLoopBuilder<I, O> maxParallelTools(int max) {
    maxParallelTools = requirePositive("maxParallelTools", max);
    return this;
  }

  /**
   * Sets the maximum length of a result in characters; default: 100,000. The model receives an
   * error instead of a longer result, which would be incomplete if it were cut.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public ToolLoopBuilder<I, O> maxResultLength(int characters) {
    maxResultLength = requirePositive("maxResultLength", characters);
    return this;
  }

  /** Sets which tools are offered in a step; default: all. */
  public ToolLoopBuilder<I, O> filter(ToolFilter value) {
    filter = Objects.requireNonNull(value, "filter");
    return this;
  }

  /**
   * Sets a function that decides about the calls that require approval, while the loop runs;
   * default: none, so that the loop is suspended. Called on the thread of the run, one call at a
   * time, before the calls of the step run.
   */
  public ToolLoopBuilder<I, O> approver(Function<? super PendingCall, ? extends Approval> value) {
    approver = Objects.requireNonNull(value, "approver");
    return this;
  }

  /** Sets the register of resumed states; default: none. */
  public ToolLoopBuilder<I, O> claims(ResumeClaims value) {
    claims = Objects.requireNonNull(value, "claims");
    return this;
  }

  /**
   * Sets a receiver of the loop's state before and after the calls of each step; default: none. A
   * run that ended in the middle, with its process or by a failure, can be resumed from the latest
   * state: calls with a result are not run again, and a repeated call has the same id. Called on
   * the thread of the run; an exception ends the run.
   */
  public ToolLoopBuilder<I, O> checkpoint(Consumer<? super Suspended<O>> value) {
    checkpoint = Objects.requireNonNull(value, "checkpoint");
    return this;
  }

  /**
   * Sets what runs the calls of a step, in place of virtual threads; default: none. {@link
   * #toolTimeout} and {@link #maxParallelTools} have no effect then.
   */
  public ToolLoopBuilder<I, O> runner(ToolRunner value) {
    runner = Objects.requireNonNull(value, "runner");
    return this;
  }

  /**
   * Returns a loop with these settings.
   *
   * @throws org.atomicagents.error.ConfigurationException if the schemas of the tools cannot be
   *     combined
   */
  public ToolLoop<I, O> build() {
    Consumer<? super Suspended<O>> receiver = checkpoint;
    return new ToolLoop<>(
        new LoopSettings<>(
            agent,
            tools,
            maxSteps,
            maxParallelTools,
            toolTimeout,
            maxResultLength,
            filter,
            approver,
            claims,
            receiver == null ? null : json -> receiver.accept(Suspended.fromJson(json)),
            runner));
  }

  private static int requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected 1 or more, found " + value);
    }
    return value;
  }
}
