package org.atomicagents;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.InvalidOutputException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.Phase;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TruncatedException;
import org.jspecify.annotations.Nullable;

/**
 * One run, from its first request to its reply or failure: asks, listens, judges, asks again.
 *
 * <p>Confined to the thread that reads it, but for {@link #close()}.
 */
final class Run<O> implements AgentStream<O> {
  private final RunPlan<O> plan;
  private final CallContext call;
  private final boolean streaming;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private final Judge<O> judge;
  private final ReAsk<O> reAsk;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private ModelRequest request;
  private Answer answer;
  private @Nullable Iterator<ModelEvent> events;
  private int attempt;
  private boolean rejected;
  private Sampling sampling;
  private @Nullable Reply<O> reply;
  private @Nullable RuntimeException failure;
  private volatile @Nullable ModelExchange exchange;

  /** Closing and succeeding exclude each other: the first of the two decides. */
  private enum State {
    OPEN,
    SUCCEEDED,
    CLOSED
  }

  Run(RunPlan<O> plan, boolean streaming) {
    this.plan = plan;
    this.streaming = streaming;
    this.call = plan.newCall();
    this.judge = new Judge<>(plan, call);
    this.reAsk = new ReAsk<>(plan, streaming);
    this.request = plan.request().withStream(streaming);
    this.sampling = request.sampling();
    this.answer = newAnswer();
  }

  @Override
  public Iterable<Delta> deltas() {
    return () -> {
      if (iterated.getAndSet(true)) {
        throw new IllegalStateException("The deltas of a stream can be read once.");
      }
      return new DeltaIterator(this::advance);
    };
  }

  @Override
  public Reply<O> reply() {
    Reply<O> known = reply;
    while (known == null) {
      advance();
      known = reply;
    }
    return known;
  }

  @Override
  public void close() {
    if (state.compareAndSet(State.OPEN, State.CLOSED)) {
      call.cancel();
      ModelExchange current = exchange;
      if (current != null) {
        current.close();
      }
      plan.conversation().visit().close();
    }
  }

  /** The next piece of the answer; null when the run has its reply. */
  private @Nullable Delta advance() {
    if (reply != null) {
      return null;
    }
    if (failure != null) {
      throw failure;
    }
    try {
      return next();
    } catch (RuntimeException e) {
      failure = failed(e);
      throw failure;
    } catch (Error e) {
      close();
      throw e;
    }
  }

  private @Nullable Delta next() {
    while (true) {
      Iterator<ModelEvent> current = events == null ? open() : events;
      while (current.hasNext()) {
        requireOpen();
        String text = answer.accept(current.next());
        if (streaming && text != null && !text.isEmpty()) {
          return new Delta(attempt, text);
        }
      }
      requireOpen();
      finishExchange();
      if (judged()) {
        return null;
      }
    }
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

  private Answer newAnswer() {
    return new Answer(request.model(), plan.format().mode());
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
    Verdict<O> verdict;
    try {
      verdict = judge.judge(answer, attempt, reAsk.parts());
    } catch (TruncatedException e) {
      askForMore(e);
      return false;
    }
    if (verdict.output() != null) {
      succeed(verdict, verdict.output());
      return true;
    }
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
    return false;
  }

  private void succeed(Verdict<O> verdict, O output) {
    if (!state.compareAndSet(State.OPEN, State.SUCCEEDED)) {
      throw closedException();
    }
    try {
      plan.commit(output, answer.opaque());
      reply = judge.reply(verdict, answer, attempt);
    } finally {
      plan.conversation().visit().close();
    }
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

  private void askAgain(Verdict<O> verdict) {
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

  private CancelledException closedException() {
    return CancelledException.closed("reading the answer of agent '" + call.agent() + "'");
  }
}
