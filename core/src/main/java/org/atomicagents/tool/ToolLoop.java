package org.atomicagents.tool;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.internal.tool.LoopOutcome;
import org.atomicagents.internal.tool.LoopSettings;
import org.atomicagents.internal.tool.PreparedToolLoop;
import org.atomicagents.internal.tool.StepAgents;
import org.atomicagents.model.Model;
import org.jspecify.annotations.Nullable;

/**
 * An agent that calls tools until the model gives its final answer.
 *
 * {@snippet class="org.atomicagents.tool.ToolSnippets" region="loop"}
 *
 * <p>Each step is a run of an agent whose output is either calls of the offered tools or the final
 * answer, so it works with every model and response mode. The calls of one step run concurrently on
 * virtual threads, each within a time limit; their results are sent to the model in the order of
 * the calls, as data. A tool that fails, exceeds its limit or gets invalid input has an error as
 * its result, which the model can react to. A tool that was not offered cannot be called.
 *
 * <p>All messages of the loop are committed to the history as one turn, at the end. A failure, a
 * cancellation or a suspension leaves the history unchanged. The deadline and the budget of the
 * {@link RunOptions} apply to the whole loop, the limits of requests to each step.
 *
 * <p>A call of a tool that {@linkplain Tool#requiringApproval() requires approval} suspends the
 * loop: {@link #start} returns a {@link Suspended} state, and {@link #resume} continues it,
 * possibly in another process. {@link #run} throws an exception instead, unless the loop has an
 * approver.
 *
 * <p>Immutable and thread-safe. A prepared run of a loop can be used once, and its fingerprint is
 * unique, since its output depends on what the tools return.
 *
 * @param <I> the type of the input
 * @param <O> the type of the output
 */
public final class ToolLoop<I, O> implements Agent<I, O> {
  private final LoopSettings<I, O> settings;
  private final StepAgents<I, O> agents;

  ToolLoop(LoopSettings<I, O> settings) {
    this.settings = settings;
    this.agents = new StepAgents<>(settings);
  }

  /**
   * Returns a builder of a loop with the default settings of an agent.
   *
   * @param input the type of the input, usually a record
   * @param output the type of the final answer, usually a record
   * @throws org.atomicagents.error.ConfigurationException if a schema cannot be created from a type
   */
  public static <I, O> ToolLoopBuilder<I, O> builder(Class<I> input, Class<O> output, Model model) {
    return builder(AtomicAgent.of(input, output, model));
  }

  /**
   * Returns a builder of a loop with the types, the prompt and all other settings of an agent. The
   * checks of the agent apply to the final answer.
   */
  public static <I, O> ToolLoopBuilder<I, O> builder(AtomicAgent<I, O> agent) {
    return new ToolLoopBuilder<>(agent);
  }

  @Override
  public PreparedRun<O> prepare(@Nullable I input, RunOptions options) {
    return PreparedToolLoop.of(settings, agents, input, Objects.requireNonNull(options, "options"));
  }

  /**
   * Returns the output for an input, or a state that waits for approval.
   *
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  public ToolLoopResult<O> start(I input) {
    return start(input, RunOptions.defaults());
  }

  /**
   * Returns the output for an input, or a state that waits for approval.
   *
   * @param options the settings of this run
   * @throws org.atomicagents.error.InvalidInputException if the input violates its constraints
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  public ToolLoopResult<O> start(I input, RunOptions options) {
    Objects.requireNonNull(input, "input");
    try (var prepared = PreparedToolLoop.of(settings, agents, input, options)) {
      return result(prepared.start());
    }
  }

  /**
   * Returns the output of a suspended loop, or the next state that waits for approval.
   *
   * @param decisions the decisions by the ids of the calls; calls without one continue to wait
   * @see #resume(Suspended, Map, RunOptions)
   */
  public ToolLoopResult<O> resume(Suspended<O> state, Map<String, Approval> decisions) {
    return resume(state, decisions, RunOptions.defaults());
  }

  /**
   * Returns the output of a suspended loop, or the next state that waits for approval.
   *
   * <p>Calls that have a result are not run again. A state that was resumed before is refused if
   * its turn is part of the history, or if the loop's {@link ResumeClaims} contain it.
   *
   * @param decisions the decisions by the ids of the calls; calls without one continue to wait
   * @param options the settings of this run, with the history of the suspended one
   * @throws IllegalArgumentException if the tools or types of the loop differ from those of the
   *     suspended one, a decision is about another call, or edited arguments are invalid; nothing
   *     was run
   * @throws org.atomicagents.error.ConflictException if the state was resumed before
   * @throws org.atomicagents.error.AgentException if the run fails
   */
  public ToolLoopResult<O> resume(
      Suspended<O> state, Map<String, Approval> decisions, RunOptions options) {
    return result(
        PreparedToolLoop.resume(settings, agents, state.toJson(), Map.copyOf(decisions), options));
  }

  private static <O> ToolLoopResult<O> result(LoopOutcome<O> outcome) {
    return switch (outcome) {
      case LoopOutcome.Answered<O> answered -> new Completed<>(answered.result());
      case LoopOutcome.Waiting<O> waiting -> Suspended.fromJson(waiting.json());
    };
  }

  /** Returns the name of this loop in messages and events: that of its agent. */
  @Override
  public String name() {
    return settings.agent().name();
  }

  @Override
  public @Nullable ChatHistory history() {
    return settings.agent().history();
  }

  /** Returns the tools, in the order in which they were added; unmodifiable. */
  public List<Tool<?, ?>> tools() {
    return List.copyOf(settings.tools().values());
  }

  @Override
  public String toString() {
    return "ToolLoop[" + name() + ", " + settings.tools().keySet() + "]";
  }
}
