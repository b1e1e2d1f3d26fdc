package org.atomicagents.internal.tool;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.atomicagents.AgentStream;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunIngredients;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.chat.ConversationTurn;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.internal.request.RequestDigest;
import org.atomicagents.internal.tool.LoopOutcome.Answered;
import org.atomicagents.internal.tool.LoopOutcome.Waiting;
import org.atomicagents.internal.tool.ToolStep.FinalAnswer;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.TokenCount;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.TimeSource;
import org.atomicagents.tool.Approval;
import org.atomicagents.tool.PendingCall;
import org.atomicagents.tool.Tool;
import org.jspecify.annotations.Nullable;

/** A loop whose first step is prepared; it can be used once. Thread-safe. */
public final class PreparedToolLoop<I, O> implements PreparedRun<O> {
  private final LoopSettings<I, O> settings;
  private final StepAgents<I, O> agents;
  private final ConversationTurn turn;
  private final RunOptions options;
  private final PreparedRun<ToolStep> first;
  private final long preparationNanos;
  private final long queueNanos;
  private final String fingerprint = UUID.randomUUID().toString();
  private final AtomicBoolean used = new AtomicBoolean();

  private PreparedToolLoop(
      LoopSettings<I, O> settings,
      StepAgents<I, O> agents,
      ConversationTurn turn,
      RunOptions options,
      PreparedRun<ToolStep> first,
      long preparationNanos,
      long queueNanos) {
    this.settings = settings;
    this.agents = agents;
    this.turn = turn;
    this.options = options;
    this.first = first;
    this.preparationNanos = preparationNanos;
    this.queueNanos = queueNanos;
  }

  /** Returns a prepared loop; the caller closes it. */
  public static <I, O> PreparedToolLoop<I, O> of(
      LoopSettings<I, O> settings, StepAgents<I, O> agents, @Nullable I input, RunOptions options) {
    TimeSource time = settings.agent().timeSource();
    long start = time.nanoTime();
    Deadline deadline = LoopStart.deadline(settings, options);
    ConversationTurn turn = LoopStart.begin(settings, options, deadline);
    long begun = time.nanoTime();
    try {
      RunOptions stepOptions = options.withHistory(turn).withDeadline(deadline);
      PreparedRun<ToolStep> first = agents.forStep(1, Set.of()).prepare(input, stepOptions);
      return new PreparedToolLoop<>(
          settings, agents, turn, stepOptions, first, time.nanoTime() - start, begun - start);
    } catch (RuntimeException | Error e) {
      turn.close();
      throw e;
    }
  }

  /**
   * Returns the outcome of a loop that continues from a suspended state.
   *
   * @param json the state
   * @param decisions the decisions by the ids of the calls
   */
  public static <I, O> LoopOutcome<O> resume(
      LoopSettings<I, O> settings,
      StepAgents<I, O> agents,
      String json,
      Map<String, Approval> decisions,
      RunOptions options) {
    LoopState state = StateJson.read(json);
    LoopStart.requireFitting(settings, state, decisions);
    Deadline deadline = LoopStart.deadline(settings, options);
    try (ConversationTurn turn = LoopStart.begin(settings, options, deadline)) {
      LoopStart.restore(settings, state, turn);
      RunOptions stepOptions = options.withHistory(turn).withDeadline(deadline);
      return committed(
          turn,
          new LoopRun<>(settings, agents, turn, stepOptions, PreparedRun::call, 0, 0)
              .resume(state, decisions));
    }
  }

  /** Returns the ids, tools and inputs of the calls of a state that have no result yet. */
  public static List<PendingCall> openCalls(String json) {
    return StateJson.read(json).calls().stream()
        .filter(call -> call.isOpen() && !call.isApproved())
        .map(call -> new PendingCall(call.id(), call.tool(), call.input()))
        .toList();
  }

  /** Returns the id of a state. */
  public static String stateId(String json) {
    return StateJson.read(json).id();
  }

  /** Returns the outcome of the loop: its answer, or the calls that wait for approval. */
  public LoopOutcome<O> start() {
    requireUnused();
    try (turn;
        first) {
      return committed(turn, newRun(PreparedRun::call).start(first));
    }
  }

  private LoopRun<I, O> newRun(StepRunner runner) {
    return new LoopRun<>(settings, agents, turn, options, runner, preparationNanos, queueNanos);
  }

  private static <O> LoopOutcome<O> committed(ConversationTurn turn, LoopOutcome<O> outcome) {
    if (outcome instanceof Answered<O> answered) {
      answered.commit(turn);
    }
    return outcome;
  }

  @Override
  public RunResult<O> call() {
    return answered(start()).result();
  }

  private Answered<O> answered(LoopOutcome<O> outcome) {
    return switch (outcome) {
      case Answered<O> answered -> answered;
      case Waiting<O> waiting ->
          throw ApprovalRequiredException.of(
              settings.agent().name(),
              waiting.calls().stream().map(PendingCall::tool).toList(),
              waiting.json());
    };
  }

  @Override
  public AgentStream<O> stream() {
    requireUnused();
    return new LoopStream<>(
        settings.agent(), turn, first, runner -> answered(newRun(runner).start(first)));
  }

  @Override
  public ModelRequest request() {
    return first.request();
  }

  /** Returns an id of this run only: the output depends on what the tools return. */
  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /**
   * Returns the ingredients of the first step. Its output schema contains the tools that are
   * offered then; the others, and the outputs of all, are added.
   */
  @Override
  public RunIngredients ingredients() {
    RunIngredients step = first.ingredients();
    var digest = new RequestDigest();
    digest.add("step", step.outputSchema());
    for (Tool<?, ?> tool : settings.tools().values()) {
      digest.add("tool", tool.name());
      digest.add("description", tool.description());
      digest.add("input", tool.input().jsonSchema());
      digest.add("output", tool.output().jsonSchema());
    }
    return step.withOutputSchema(digest.hex());
  }

  @Override
  public Optional<Schema<O>> outputSchema() {
    return Optional.of(settings.agent().output());
  }

  @Override
  public Deadline deadline() {
    return first.deadline();
  }

  @Override
  public TokenCount tokens() {
    return first.tokens();
  }

  @Override
  public void commit(O output) {
    requireUnused();
    try (turn) {
      first.commit(new FinalAnswer(output));
      String json = settings.agent().output().encode(output);
      turn.commitTurn(LoopEntries.committed(turn.entries(), output, json));
    }
  }

  @Override
  public Runnable beginActivity() {
    return first.beginActivity();
  }

  @Override
  public void emit(Function<String, AgentEvent> event) {
    first.emit(event);
  }

  @Override
  public void close() {
    if (!used.getAndSet(true)) {
      first.close();
      turn.close();
    }
  }

  private void requireUnused() {
    if (used.getAndSet(true)) {
      throw new IllegalStateException(
          "This run of loop '%s' was used or closed already.\nPrepare another run."
              .formatted(settings.agent().name()));
    }
  }
}
