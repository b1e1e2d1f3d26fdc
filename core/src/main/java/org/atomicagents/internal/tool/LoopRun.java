package org.atomicagents.internal.tool;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.ChatHistory.Lease;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.internal.tool.LoopOutcome.Answered;
import org.atomicagents.internal.tool.LoopOutcome.Waiting;
import org.atomicagents.internal.tool.ToolStep.CallTools;
import org.atomicagents.internal.tool.ToolStep.FinalAnswer;
import org.atomicagents.internal.tool.ToolStep.RequestedCall;
import org.atomicagents.message.Content;
import org.atomicagents.message.MediaPolicy;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.time.TimeSource;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.Tool;
import org.jspecify.annotations.Nullable;

/**
 * One run of a loop: its steps and the calls between them.
 *
 * <p>Used by one thread.
 */
final class LoopRun<I, O> {
  private final LoopSettings<I, O> settings;
  private final StepAgents<I, O> agents;
  private final ConversationTurn turn;
  private final RunOptions options;
  private final StepRunner runner;
  private final StepCalls stepCalls;
  private final Lease lease;
  private final LoopMetrics metrics;
  private final Set<String> called = new TreeSet<>();
  private int lastTurnSize;
  private int step;

  /**
   * Creates a run.
   *
   * @param turn the turn that all steps write to
   * @param options the options of all steps, with the turn as history and with the deadline
   * @param preparationNanos how long the preparation of the first step took
   * @param queueNanos how long the preparation waited for the conversation
   */
  LoopRun(
      LoopSettings<I, O> settings,
      StepAgents<I, O> agents,
      ConversationTurn turn,
      RunOptions options,
      StepRunner runner,
      long preparationNanos,
      long queueNanos) {
    this.settings = settings;
    this.agents = agents;
    this.turn = turn;
    this.options = options;
    this.runner = runner;
    TimeSource time = settings.agent().timeSource();
    Deadline deadline = Objects.requireNonNull(options.deadline(), "deadline");
    this.stepCalls = new StepCalls(settings, options, deadline, listeners());
    this.lease = turn.acquire(deadline, time);
    this.metrics = new LoopMetrics(time, preparationNanos, queueNanos);
    this.lastTurnSize = LoopStart.lastTurnSize(turn.snapshot());
  }

  private Listeners listeners() {
    return settings.agent().listeners().with(options.listeners());
  }

  /** Runs the loop from its first step, which is prepared. */
  LoopOutcome<O> start(PreparedRun<ToolStep> first) {
    return advance(run(first));
  }

  /** Runs the loop from a state, whose messages are part of the turn. */
  LoopOutcome<O> resume(LoopState state, Map<String, Approval> decisions) {
    metrics.resume(state.usage());
    step = state.step();
    lastTurnSize = state.lastTurnSize();
    called.addAll(state.called());
    List<LoopCall> calls =
        state.calls().stream()
            .map(call -> {
              Approval decision = decisions.get(call.id());
              return decision == null ? call : call.decide(decision);
            })
            .toList();
    if (calls.isEmpty()) {
      checkpoint(calls);
    } else {
      Waiting<O> waiting = runCalls(calls);
      if (waiting != null) {
        return waiting;
      }
    }
    return advance(runNextStep());
  }

  private LoopOutcome<O> advance(RunResult<ToolStep> first) {
    RunResult<ToolStep> result = first;
    while (true) {
      switch (result.output()) {
        case FinalAnswer ignored -> {
          return complete(result);
        }
        case CallTools tools -> {
          if (step >= settings.maxSteps()) {
            throw metrics.withUsage(
                LimitExceededException.of(
                    "the steps of loop '" + settings.agent().name() + "'",
                    step,
                    settings.maxSteps()));
          }
          Waiting<O> waiting = runCalls(tools.calls().stream().map(this::newCall).toList());
          if (waiting != null) {
            return waiting;
          }
        }
      }
      result = runNextStep();
    }
  }

  private RunResult<ToolStep> runNextStep() {
    try (PreparedRun<ToolStep> next =
        agents.forStep(step + 1, Set.copyOf(called)).prepare(null, options)) {
      return run(next);
    }
  }

  private RunResult<ToolStep> run(PreparedRun<ToolStep> prepared) {
    RunResult<ToolStep> result;
    try {
      result = runner.run(prepared);
    } catch (AgentException e) {
      throw metrics.withUsage(e);
    }
    step++;
    metrics.add(result);
    return result;
  }

  // Safe: the schema of the step has decoded the input with the schema of the tool.
  @SuppressWarnings("unchecked")
  private LoopCall newCall(RequestedCall call) {
    var tool = (Tool<Object, ?>) Objects.requireNonNull(settings.tool(call.tool()), "tool");
    called.add(call.tool());
    return LoopCall.of(call.tool(), tool.input().encode(call.input()));
  }

  /** Returns a state after running the calls of a step if some wait for approval, else null. */
  private @Nullable Waiting<O> runCalls(List<LoopCall> requested) {
    List<LoopCall> ended;
    lease.beginActivity();
    try {
      List<LoopCall> decided = requested.stream().map(this::decide).toList();
      checkpoint(decided);
      ended = stepCalls.run(decided);
    } finally {
      lease.endActivity();
      metrics.addTools();
    }
    List<PendingCall> pending =
        ended.stream().filter(stepCalls::isWaiting).map(LoopRun::pending).toList();
    if (!pending.isEmpty()) {
      listeners().emit(new AgentEvent.LoopSuspended(settings.agent().name(), pending.size()));
      return new Waiting<>(StateJson.write(state(ended), policy()), pending);
    }
    var results = new ArrayList<Content>();
    for (LoopCall call : ended) {
      results.add(
          new Content.ToolResult(call.id(), call.tool(), Objects.requireNonNull(call.result())));
    }
    ended.forEach(call -> results.addAll(call.media()));
    turn.add(ChatEntry.of(new Message(Role.TOOL, results)));
    checkpoint(List.of());
    return null;
  }

  private LoopCall decide(LoopCall call) {
    var approver = settings.approver();
    if (approver == null || !stepCalls.isWaiting(call)) {
      return call;
    }
    Approval decision = approver.apply(pending(call));
    LoopStart.requireValid(decision, stepCalls.tool(call));
    return call.decide(decision);
  }

  private static PendingCall pending(LoopCall call) {
    return new PendingCall(call.id(), call.tool(), call.input());
  }

  private void checkpoint(List<LoopCall> calls) {
    Consumer<String> receiver = settings.checkpoint();
    if (receiver != null) {
      receiver.accept(StateJson.write(state(calls), policy()));
    }
  }

  private MediaPolicy policy() {
    return Objects.requireNonNullElse(options.limits(), settings.agent().limits()).media();
  }

  private LoopState state(List<LoopCall> calls) {
    return new LoopState(
        UUID.randomUUID().toString(),
        turn.currentTurn().orElseThrow(),
        turn.continuesLastTurn(),
        turn.continuesLastTurn() ? lastTurnSize : 0,
        step,
        called,
        metrics.usage(),
        turn.entries().stream().map(ChatEntry::message).toList(),
        calls,
        settings.fingerprints(),
        SchemaHash.of(settings.agent().input()),
        SchemaHash.of(settings.agent().output()));
  }

  private Answered<O> complete(RunResult<ToolStep> last) {
    O output = Objects.requireNonNull(StepAgents.answer(last.output(), settings.agent().output()));
    String json = settings.agent().output().encode(output);
    RunResult<O> result = metrics.result(output, json, last);
    return new Answered<>(result, LoopEntries.committed(turn.entries(), output, json));
  }
}
