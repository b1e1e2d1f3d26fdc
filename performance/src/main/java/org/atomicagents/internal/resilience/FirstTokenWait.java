package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.Interceptor.Chain;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/** One wait for the first token of a response. */
public final class FirstTokenWait {
  private final RunContext run;
  private final RunContext branch;
  private final Duration limit;
  private final String activity;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  private enum State {
    WAITING,
    STARTED,
    TIMED_OUT
  }

  private FirstTokenWait(RunContext run, Duration limit, String model) {
    this.run = run;
    this.branch = run.branch();
    this.limit = limit;
    this.activity = "waiting for the first token of model '" + model + "'";
  }

  /**
   * Returns the response to a request after sending it and waiting for the first token.
   *
   * @throws TimedOutException if the limit or the deadline of the run passes before
   */
  public static ModelExchange send(
      ModelRequest request, RunContext context, Chain chain, Duration limit, DelayTimer timer) {
    var wait = new FirstTokenWait(context, limit, request.model());
    long nanos = Math.min(Nanos.of(limit), context.deadline().remainingNanos());
    Runnable cancelTimer = timer.schedule(nanos, wait::timeOut);
    try {
      return wait.await(chain.proceed(request, wait.branch));
    } catch (CancelledException e) {
      throw wait.translate(e);
    } finally {
      cancelTimer.run();
    }
  }

  private void timeOut() {
    if (state.compareAndSet(State.WAITING, State.TIMED_OUT)) {
      branch.cancel();
    }
  }

  private ModelExchange await(ModelExchange exchange) {
    Runnable uncancel = branch.onCancel(exchange::close);
    boolean isStarted = false;
    try {
      Iterator<ModelEvent> events = exchange.iterator();
      List<ModelEvent> received = receive(events);
      if (!state.compareAndSet(State.WAITING, State.STARTED)) {
        throw CancelledException.closed(activity);
      }
      isStarted = true;
      return new ReplayedExchange(received, events, exchange);
    } finally {
      uncancel.run();
      if (!isStarted) {
        exchange.close();
      }
    }
  }

  private static List<ModelEvent> receive(Iterator<ModelEvent> events) {
    var received = new ArrayList<ModelEvent>(2);
    while (events.hasNext()) {
      ModelEvent event = events.next();
      received.add(event);
      if (isToken(event)) {
        break;
      }
    }
    return received;
  }

  private static boolean isToken(ModelEvent event) {
    return switch (event) {
      case ModelEvent.Started e -> false;
      case ModelEvent.ModeChanged e -> false;
      case ModelEvent.ModelChanged e -> false;
      case ModelEvent.UsageReport e -> false;
      case ModelEvent.TextProbabilities e -> false;
      case ModelEvent.Other e -> false;
      default -> true;
    };
  }

  private AgentException translate(CancelledException cancelled) {
    boolean isLimit =
        state.get() == State.TIMED_OUT
            && !run.isCancelled()
            && !Thread.currentThread().isInterrupted();
    if (!isLimit) {
      return cancelled;
    }
    TimedOutException timedOut =
        run.deadline().isPassed()
            ? TimedOutException.of(
                TimedOutException.Limit.DEADLINE, run.deadline().duration(), activity)
            : TimedOutException.of(TimedOutException.Limit.FIRST_TOKEN, limit, activity);
    timedOut.addSuppressed(cancelled);
    return timedOut;
  }
}
