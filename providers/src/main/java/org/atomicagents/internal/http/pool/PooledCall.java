package org.atomicagents.internal.http.pool;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.HttpTransport;
import org.atomicagents.internal.http.LazyReference;
import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.internal.http.ResponseHead;
import org.atomicagents.internal.http.TransportCall;
import org.atomicagents.internal.http.TransportFailure;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One call of a pool, from its admission to the last byte of its response.
 *
 * <p>A transport call must be released by one thread only. Therefore {@link #close()} only cancels
 * a call in which another thread is blocked; that thread fails and cleans up. A call whose response
 * is abandoned ends when its time limit passes.
 *
 * <p>Read by one thread at a time; {@link #close()} may be called from any thread.
 */
final class PooledCall {
  private enum CallState {
    IDLE,
    BUSY,
    CLOSING,
    EXPIRED,
    RELEASED
  }

  private final HttpRequest request;
  private final RunContext call;
  private final ExceptionTranslator exceptionTranslator;
  private final PoolSettings.PoolTimeouts timeouts;
  private final Consumer<PooledCall> onReleased;
  private final TimeoutScheduler.Timeout timeout;
  private final CallProgress progress;
  private final AtomicReference<CallState> state = new AtomicReference<>(CallState.BUSY);
  private final Runnable removeCancelAction;
  private volatile boolean bodyEnded;
  private volatile @Nullable Limit passedLimit;
  private volatile @Nullable TransportCall transportCall;

  /**
   * Creates a call whose time limits start now.
   *
   * @param onReleased called once, when the call has released its resources
   */
  PooledCall(
      HttpRequest request,
      RunContext call,
      PoolSettings.PoolTimeouts timeouts,
      TimeoutScheduler timeoutScheduler,
      AdmissionQueue.Permit permit,
      Consumer<PooledCall> onReleased) {
    this.request = request;
    this.call = call;
    this.timeouts = timeouts;
    this.onReleased = onReleased;
    this.exceptionTranslator = new ExceptionTranslator(request, timeouts, call.deadline());
    long totalNanos = Math.min(timeouts.total().toNanos(), call.deadline().remainingNanos());
    this.timeout = timeoutScheduler.createTimeout(totalNanos, this::onTimeout);
    this.progress =
        new CallProgress(call.timings(), timeouts, timeout, permit, request.onConnected());
    timeout.activate();
    this.removeCancelAction = call.onCancel(this::close);
  }

  HttpResponse open(LazyReference<HttpTransport> transport) {
    long since = call.timings().now();
    boolean opened = false;
    try {
      TransportCall sent = prepare(transport.get());
      ResponseHead head = sent.send();
      progress.responded();
      opened = returnToIdle();
      if (!opened) {
        throw CancelledException.closed("waiting for " + request);
      }
      return new HttpResponse(this, head);
    } catch (Exception e) {
      throw toException(e);
    } finally {
      if (!opened) {
        terminate();
      }
      long connectNanos = progress.connectNanos();
      call.timings().add(Phase.CONNECT, connectNanos);
      call.timings().add(Phase.FIRST_BYTE, call.timings().now() - since - connectNanos);
    }
  }

  private TransportCall prepare(HttpTransport transport) {
    TransportCall direct = transport.prepare(request, progress);
    TransportCall prepared = OffloadedCall.of(direct);
    transportCall = prepared;
    if (state.get() == CallState.CLOSING || passedLimit != null) {
      prepared.cancel();
    }
    return prepared;
  }

  int read(byte[] target, int offset, int length) {
    if (bodyEnded) {
      return -1;
    }
    if (!state.compareAndSet(CallState.IDLE, CallState.BUSY)) {
      Limit limit = passedLimit;
      throw state.get() == CallState.EXPIRED && limit != null
          ? exceptionTranslator.timedOut(limit, progress.stage())
          : CancelledException.closed("reading the response to " + request);
    }
    boolean stillOpen = false;
    timeout.startStep(timeouts.betweenChunks().toNanos());
    try {
      int count = requireTransportCall().read(target, offset, length);
      bodyEnded = count < 0;
      if (!bodyEnded) {
        stillOpen = returnToIdle();
        if (!stillOpen) {
          throw CancelledException.closed("reading the response to " + request);
        }
      }
      return count;
    } catch (Exception e) {
      throw toException(e);
    } finally {
      if (!stillOpen) {
        terminate();
      }
    }
  }

  /** Ends a call whose response is known to be complete. */
  void finish() {
    if (state.compareAndSet(CallState.IDLE, CallState.BUSY)) {
      terminate();
    }
  }

  void close() {
    CallState before = state.getAndUpdate(PooledCall::closingState);
    if (before != CallState.IDLE && before != CallState.BUSY) {
      return;
    }
    cancelTransportCall();
    if (before == CallState.IDLE) {
      terminate();
    }
  }

  private static CallState closingState(CallState state) {
    return state == CallState.IDLE || state == CallState.BUSY ? CallState.CLOSING : state;
  }

  /** Returns to the idle state, and returns false if the call was closed meanwhile. */
  private boolean returnToIdle() {
    timeout.endStep();
    boolean idle = state.compareAndSet(CallState.BUSY, CallState.IDLE);
    if (passedLimit != null) {
      expire();
    }
    return idle;
  }

  // Runs on the scheduler's thread, which must not wait for a release.
  private void onTimeout(boolean atEnd) {
    passedLimit = exceptionTranslator.limit(progress.stage(), atEnd);
    cancelTransportCall();
    if (state.get() == CallState.IDLE) {
      Thread.ofVirtual().name("atomic-agents-expiry").start(this::expire);
    }
  }

  private void expire() {
    if (state.compareAndSet(CallState.IDLE, CallState.EXPIRED)) {
      release();
    }
  }

  private AgentException toException(Exception e) {
    boolean closing = state.get() == CallState.CLOSING;
    Limit limit = passedLimit;
    cancelTransportCall();
    return limit != null && !closing && !(e instanceof AgentException)
        ? exceptionTranslator.timedOut(limit, progress.stage())
        : exceptionTranslator.translate(e, classify(e), progress.stage(), closing);
  }

  private TransportFailure classify(Exception e) {
    TransportCall sent = transportCall;
    return sent == null ? TransportFailure.OTHER : sent.classify(e);
  }

  private void cancelTransportCall() {
    TransportCall sent = transportCall;
    if (sent != null) {
      sent.cancel();
    }
  }

  private void terminate() {
    CallState before =
        state.getAndUpdate(current -> current == CallState.EXPIRED ? current : CallState.RELEASED);
    if (before != CallState.RELEASED && before != CallState.EXPIRED) {
      release();
    }
  }

  private void release() {
    removeCancelAction.run();
    timeout.deactivate();
    TransportCall sent = transportCall;
    try {
      if (sent != null) {
        sent.release();
      }
    } finally {
      onReleased.accept(this);
    }
  }

  private TransportCall requireTransportCall() {
    TransportCall sent = transportCall;
    if (sent == null) {
      throw new IllegalStateException("The response is read before the request is sent.");
    }
    return sent;
  }
}
