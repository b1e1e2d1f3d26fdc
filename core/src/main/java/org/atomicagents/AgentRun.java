package org.atomicagents;

import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.InvalidOutputException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Phase;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TruncatedException;
import org.atomicagents.model.Violation;
import org.jspecify.annotations.Nullable;

/**
 * One run, from its first request to its reply or failure: asks, listens, judges, asks again.
 *
 * <p>Used by one thread at a time, but for {@link #close()}.
 */
final class AgentRun<O> implements AutoCloseable {
  private final RunPlan<O> plan;
  private final CallContext call;
  private final boolean streaming;
  private final ResponseValidator<O> judge;
  private final ReAskRequests<O> reAsk;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private ModelRequest request;
  private ResponseAccumulator answer;
  private @Nullable Iterator<ModelEvent> events;
  private int attempt;
  private boolean rejected;
  private Sampling sampling;
  private @Nullable ValidationResult<O> accepted;
  private @Nullable Reply<O> reply;
  private @Nullable RuntimeException failure;
  private volatile @Nullable ModelExchange exchange;

  /** Closing and succeeding exclude each other: the first of the two decides. */
  private enum State {
    OPEN,
    SUCCEEDED,
    CLOSED
  }

  AgentRun(RunPlan<O> plan, boolean streaming) {
    this.plan = plan;
    this.streaming = streaming;
    this.call = plan.newCall();
    this.judge = new ResponseValidator<>(plan, call);
    this.reAsk = new ReAskRequests<>(plan, streaming);
    this.request = plan.request().withStream(streaming);
    this.sampling = request.sampling();
    this.answer = newAnswer();
  }

  /**
   * Runs to the end, and commits.
   *
   * @throws AgentException if the run failed or was cancelled
   */
  Reply<O> reply() {
    ResponseChunk piece = advance();
    while (piece != null) {
      piece = advance();
    }
    return commit();
  }

  @Override
  public void close() {
    cancel();
  }

  /** Ends the run, and says whether it was still going on. */
  boolean cancel() {
    if (!state.compareAndSet(State.OPEN, State.CLOSED)) {
      return false;
    }
    try {
      call.cancel();
    } finally {
      closeAll();
    }
    return true;
  }

  private void closeAll() {
    ModelExchange current = exchange;
    try {
      if (current != null) {
        current.close();
      }
    } finally {
      plan.conversation().visit().close();
    }
  }

  CallContext call() {
    return call;
  }

  /** The next piece of the answer; null when a valid one has come to its end. */
  @Nullable ResponseChunk advance() {
    if (accepted != null) {
      return null;
    }
    return orFail(this::next);
  }

  /** Gives the answer up, and asks again if that may be. */
  void giveUp(List<Violation> violations, String json) {
    orFail(() -> {
      finishExchange();
      reject(judge.givenUp(attempt, violations, json));
      return attempt;
    });
  }

  /** Commits the turn, once. */
  Reply<O> commit() {
    Reply<O> known = reply;
    if (known == null) {
      known = orFail(this::succeed);
      reply = known;
    }
    return known;
  }

  /** Does a part of the run; what it throws is the run's failure, now and from then on. */
  private <T extends @Nullable Object> T orFail(Supplier<T> part) {
    if (failure != null) {
      throw failure;
    }
    try {
      return part.get();
    } catch (RuntimeException e) {
      failure = failed(e);
      throw failure;
    } catch (Error e) {
      close();
      throw e;
    }
  }

  private @Nullable ResponseChunk next() {
    while (true) {
      Iterator<ModelEvent> current = events == null ? open() : events;
      while (current.hasNext()) {
        requireOpen();
        ModelEvent event = current.next();
        String text = answer.accept(event);
        if (streaming && text != null && !text.isEmpty()) {
          call.timings().firstTokenCame();
          return piece(event, text);
        }
      }
      requireOpen();
      finishExchange();
      if (judged()) {
        return null;
      }
    }
  }

  private ResponseChunk piece(ModelEvent event, String text) {
    int called = event instanceof ModelEvent.ToolCallDelta delta ? delta.index() : ResponseChunk.TEXT;
    boolean isAsked =
        called == ResponseChunk.TEXT
            ? answer.mode() != ResponseMode.TOOL_CALL
            : answer.isCallOf(called, plan.format().name());
    return new ResponseChunk(attempt, text, called, isAsked);
  }

  private Iterator<ModelEvent> open() {
    requireOpen();
    attempt++;
    answer = newAnswer();
    ModelExchange opened = plan.model().open(request, call);
    exchange = opened;
    if (state.get() == State.CLOSED) {
      opened.close();
      requireOpen();
    }
    Iterator<ModelEvent> iterator = opened.iterator();
    events = iterator;
    return iterator;
  }

  private ResponseAccumulator newAnswer() {
    return new ResponseAccumulator(request.model(), plan.format().mode());
  }

  private void finishExchange() {
    ModelExchange finished = exchange;
    exchange = null;
    events = null;
    if (finished != null) {
      finished.close();
    }
  }

  /** Whether the answer was accepted; if not, the request to ask again with is ready. */
  private boolean judged() {
    ValidationResult<O> verdict;
    try {
      verdict = judge.judge(answer, attempt, reAsk.parts());
    } catch (TruncatedException e) {
      askForMore(e);
      return false;
    }
    if (verdict.output() != null) {
      accepted = verdict;
      return true;
    }
    reject(verdict);
    return false;
  }

  private void reject(ValidationResult<O> verdict) {
    rejected = true;
    if (attempt >= plan.maxAttempts()) {
      throw InvalidOutputException.of(
          call.agent(),
          plan.output().schema().name(),
          attempt,
          verdict.violations(),
          verdict.said());
    }
    askAgain(verdict);
  }

  private Reply<O> succeed() {
    ValidationResult<O> verdict = Objects.requireNonNull(accepted);
    if (!state.compareAndSet(State.OPEN, State.SUCCEEDED)) {
      throw closedException();
    }
    try {
      plan.commit(Objects.requireNonNull(verdict.output()), answer.opaque());
      return judge.reply(verdict, answer, attempt);
    } finally {
      plan.conversation().visit().close();
    }
  }

  /** The valid output, which is yet to be committed; null if there is none. */
  @Nullable O output() {
    return accepted == null ? null : accepted.output();
  }

  /** The same once more, with room for a longer answer. */
  private void askForMore(TruncatedException cut) {
    Sampling larger = plan.largerThan(sampling);
    if (larger == null || attempt >= plan.maxAttempts()) {
      throw cut;
    }
    sampling = larger;
    request = request.withSampling(larger);
  }

  private void askAgain(ValidationResult<O> verdict) {
    long start = call.timings().now();
    request = reAsk.request(answer, verdict).withSampling(sampling).withStream(streaming);
    call.timings().addSince(Phase.RE_ASK, start);
  }

  private RuntimeException failed(RuntimeException cause) {
    RuntimeException outcome = state.get() == State.CLOSED ? closedException() : cause;
    close();
    if (outcome instanceof AgentException told) {
      told.recordSpent(call.usage(), call.requestIds());
    }
    if (call.listeners().isActive()) {
      if (rejected && outcome instanceof AgentException told) {
        call.listeners().emit(new AgentEvent.AttemptsExhausted(call.agent(), attempt, told));
      }
      call.listeners().emit(new AgentEvent.RunFailed(call.agent(), outcome));
    }
    return outcome;
  }

  private void requireOpen() {
    if (state.get() == State.CLOSED) {
      throw closedException();
    }
  }

  CancelledException closedException() {
    return CancelledException.closed(doing());
  }

  /** What the run does, for messages. */
  String doing() {
    return "reading the answer of agent '" + call.agent() + "'";
  }
}
