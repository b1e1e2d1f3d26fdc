package org.atomicagents.internal.resilience;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.UnauthorizedException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor.Chain;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Two equal requests, of which the response that begins first is used.
 *
 * <p>The caller's thread sends the first request, so that its interrupt ends that request, and a
 * race that ends before the delay needs no other thread. Each request has a branch of the run's
 * context, by which the loser is cancelled.
 */
final class HedgeRace {
  private static final String ACTIVITY = "waiting for a hedged request";

  private final HedgeState hedging;
  private final ModelRequest request;
  private final RunContext run;
  private final Chain chain;
  private final RunContext first;
  private final LearntDelay learnt;
  private final long start;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.ONE);
  private volatile Runnable cancelWaiting = () -> {};
  // Set before the stage is BOTH.
  private volatile @Nullable Second second;

  private enum Stage {
    /** Only the first request was sent. */
    ONE,
    /** Both requests were sent. */
    BOTH,
    /** The second response has begun before the first one. */
    SECOND_WON,
    /** The first response has begun, or the race was given up: the second request is void. */
    ENDED
  }

  /** The second request. */
  private static final class Second {
    private final RunContext context;
    private final Thread thread;
    private final CompletableFuture<ModelExchange> result = new CompletableFuture<>();

    Second(RunContext context, Thread thread) {
      this.context = context;
      this.thread = thread;
    }

    void cancel() {
      context.cancel();
      thread.interrupt();
    }
  }

  HedgeRace(HedgeState hedging, ModelRequest request, RunContext run, Chain chain) {
    this.hedging = hedging;
    this.request = request;
    this.run = run;
    this.chain = chain;
    this.first = run.branch();
    this.learnt = hedging.delay(request);
    this.start = hedging.settings().time().nanoTime();
  }

  ModelExchange run() {
    long delay = Math.max(learnt.nanos(), Nanos.of(hedging.settings().minDelay()));
    Map<String, String> logging = MDC.getCopyOfContextMap();
    Runnable cancelTimer = hedging.timer().schedule(delay, () -> requestSecond(delay, logging));
    try {
      ModelExchange exchange = ModelExchange.started(chain.proceed(request, first), first);
      learnt.record(elapsed());
      if (end()) {
        if (second != null) {
          emitEnd(false);
        }
        return exchange;
      }
      lost(first).close(exchange);
      return awaitSecond(null);
    } catch (AgentException e) {
      return afterFailure(e);
    } catch (RuntimeException | Error e) {
      giveUp();
      throw e;
    } finally {
      cancelTimer.run();
      cancelWaiting.run();
    }
  }

  /** Ends the race unless the second response has begun; returns whether it ended. */
  private boolean end() {
    if (stage.compareAndSet(Stage.ONE, Stage.ENDED)) {
      return true;
    }
    if (stage.compareAndSet(Stage.BOTH, Stage.ENDED)) {
      cancelSecond(second());
      return true;
    }
    return stage.get() == Stage.ENDED;
  }

  /**
   * Cancels the second request and counts it, so that the result of the run includes it: its thread
   * may end later than the run.
   */
  private void cancelSecond(Second sent) {
    boolean hasFailed = sent.result.isDone();
    sent.cancel();
    if (!hasFailed) {
      lost(sent.context).addUnreported();
    }
  }

  /** Ends the race without a response. */
  private void giveUp() {
    if (!end()) {
      RunContext context = second().context;
      var unused = second().result.thenAccept(exchange -> lost(context).close(exchange));
    }
  }

  private ModelExchange afterFailure(AgentException failure) {
    boolean isOver =
        Thread.currentThread().isInterrupted() || run.isCancelled() || stage.get() == Stage.ONE;
    if (stage.get() == Stage.SECOND_WON && !isOver) {
      // Clients also report a cancellation as a broken connection.
      if (failure instanceof CancelledException || first.isCancelled()) {
        lost(first).addUnreported();
        // The response takes at least as long, which is enough to know that it is a slow one.
        learnt.record(elapsed());
      }
      return awaitSecond(failure);
    }
    if (isOver || isFinal(failure)) {
      giveUp();
      throw failure;
    }
    return awaitSecond(failure);
  }

  private ModelExchange awaitSecond(@Nullable AgentException failure) {
    try {
      ModelExchange exchange = second().result.get();
      emitEnd(true);
      return exchange;
    } catch (InterruptedException e) {
      giveUp();
      throw CancelledException.interrupted(ACTIVITY, e);
    } catch (ExecutionException e) {
      throw outcome(failure, Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private RuntimeException outcome(@Nullable AgentException failure, Throwable secondFailure) {
    giveUp();
    if (secondFailure instanceof Error e) {
      throw e;
    }
    if (failure == null || run.isCancelled()) {
      return secondFailure instanceof RuntimeException e
          ? e
          : new IllegalStateException(secondFailure);
    }
    if (failure != secondFailure) {
      failure.addSuppressed(secondFailure);
    }
    return failure;
  }

  /** Sends the second request, now or as soon as the share permits it. */
  private void requestSecond(long delay, @Nullable Map<String, String> logging) {
    if (stage.get() != Stage.ONE || !run.mayRequest()) {
      return;
    }
    if (hedging.tryHedge()) {
      sendSecond(delay, logging);
    } else {
      Runnable cancel = hedging.hedgeLater(() -> sendSecond(delay, logging));
      cancelWaiting = cancel;
      if (stage.get() != Stage.ONE) {
        cancel.run();
      }
    }
  }

  /** Sends the second request, on a thread of its own. */
  private void sendSecond(long delay, @Nullable Map<String, String> logging) {
    if (!run.mayRequest()) {
      hedging.returnHedge();
      return;
    }
    var sent = new Second(run.branch(), Thread.currentThread());
    second = sent;
    if (!stage.compareAndSet(Stage.ONE, Stage.BOTH)) {
      hedging.returnHedge();
      return;
    }
    if (logging != null) {
      MDC.setContextMap(logging);
    }
    emitHedge(delay);
    Runnable restore = run.listeners().enter();
    try {
      ModelExchange exchange =
          ModelExchange.started(chain.proceed(request, sent.context), sent.context);
      if (stage.compareAndSet(Stage.BOTH, Stage.SECOND_WON)) {
        hedging.recordWin();
        sent.result.complete(exchange);
        first.cancel();
      } else {
        lost(sent.context).close(exchange);
      }
    } catch (Throwable e) {
      if (stage.get() == Stage.ENDED) {
        // Sent after the other thread has cancelled and counted this request.
        lost(sent.context).addUnreported();
      }
      sent.result.completeExceptionally(e);
    } finally {
      restore.run();
    }
  }

  /** Returns whether the second request would fail alike, or must not be waited for. */
  private static boolean isFinal(AgentException failure) {
    // Where a limit permits one request only, it may be the second one that was permitted.
    return (ProviderFailures.isOfCaller(failure) && !(failure instanceof LimitExceededException))
        || failure instanceof BadRequestException
        || failure instanceof UnauthorizedException;
  }

  private Second second() {
    Second sent = second;
    if (sent == null) {
      throw new IllegalStateException("No second request was sent.");
    }
    return sent;
  }

  private LostResponse lost(RunContext context) {
    return new LostResponse(request, context, hedging.settings().counter());
  }

  private long elapsed() {
    return hedging.settings().time().nanoTime() - start;
  }

  private void emitHedge(long delay) {
    if (run.listeners().isActive()) {
      run.listeners()
          .emit(
              new AgentEvent.RequestHedged(run.agent(), request.model(), Duration.ofNanos(delay)));
    }
  }

  private void emitEnd(boolean secondWon) {
    if (run.listeners().isActive()) {
      run.listeners().emit(new AgentEvent.HedgeEnded(run.agent(), request.model(), secondWon));
    }
  }
}
