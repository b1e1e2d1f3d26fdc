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
import org.atomicagents.model.Phase;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * One call of a pool, from its place in the pool to the last byte of its answer.
 *
 * <p>A flight can be released by one thread at a time only. So whoever closes while another thread
 * waits just cuts the connection, and the waiting thread cleans up as it fails. An exchange that
 * nobody reads any more ends by itself when its time has passed.
 */
final class PooledCall {
  private enum CallState {
    IDLE,
    BUSY,
    CLOSING,
    EXPIRED,
    RELEASED
  }

  private final HttpRequest http;
  private final RunContext call;
  private final ExceptionTranslator exceptionTranslator;
  private final PoolSettings.PoolTimeouts times;
  private final Consumer<PooledCall> onReleased;
  private final TimeoutScheduler.Timeout timeout;
  private final CallProgress progress;
  private final AtomicReference<CallState> state = new AtomicReference<>(CallState.BUSY);
  private final Runnable removeCancelAction;
  private volatile boolean bodyEnded;
  private volatile @Nullable Limit passedLimit;
  private volatile @Nullable TransportCall transportCall;

  /**
   * An exchange whose time begins now.
   *
   * @param whenOver told once, when nothing is held any more
   */
  PooledCall(
      HttpRequest http,
      RunContext call,
      PoolSettings.PoolTimeouts times,
      TimeoutScheduler watch,
      AdmissionQueue.Permit place,
      Consumer<PooledCall> whenOver) {
    this.http = http;
    this.call = call;
    this.times = times;
    this.onReleased = whenOver;
    this.exceptionTranslator = new ExceptionTranslator(http, times, call.deadline());
    long most = Math.min(times.total().toNanos(), call.deadline().remainingNanos());
    this.timeout = watch.createTimeout(most, this::onTimeout);
    this.progress = new CallProgress(call.timings(), times, timeout, place, http.onConnected());
    timeout.activate();
    this.removeCancelAction = call.onCancel(this::close);
  }

  HttpResponse open(LazyReference<HttpTransport> transport) {
    long since = call.timings().now();
    boolean answered = false;
    try {
      TransportCall sent = prepare(transport.get());
      ResponseHead head = sent.send();
      progress.answered();
      answered = returnToIdle();
      if (!answered) {
        throw CancelledException.closed("waiting for " + http);
      }
      return new HttpResponse(this, head);
    } catch (Exception e) {
      throw toException(e);
    } finally {
      if (!answered) {
        terminate();
      }
      long connect = progress.connectNanos();
      call.timings().add(Phase.CONNECT, connect);
      call.timings().add(Phase.FIRST_BYTE, call.timings().now() - since - connect);
    }
  }

  private TransportCall prepare(HttpTransport transport) {
    TransportCall direct = transport.prepare(http, progress);
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
          : CancelledException.closed("reading the answer of " + http);
    }
    boolean goesOn = false;
    timeout.startStep(times.betweenChunks().toNanos());
    try {
      int count = requireTransportCall().read(target, offset, length);
      bodyEnded = count < 0;
      if (!bodyEnded) {
        goesOn = returnToIdle();
        if (!goesOn) {
          throw CancelledException.closed("reading the answer of " + http);
        }
      }
      return count;
    } catch (Exception e) {
      throw toException(e);
    } finally {
      if (!goesOn) {
        terminate();
      }
    }
  }

  /** Ends a call whose answer is known to be complete. */
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

  /** Back to idle, unless somebody has closed meanwhile. */
  private boolean returnToIdle() {
    timeout.endStep();
    boolean settled = state.compareAndSet(CallState.BUSY, CallState.IDLE);
    if (passedLimit != null) {
      expire();
    }
    return settled;
  }

  // Comes on the thread that keeps all time limits, which must not wait for a release.
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
        state.getAndUpdate(was -> was == CallState.EXPIRED ? was : CallState.RELEASED);
    if (before != CallState.RELEASED && before != CallState.EXPIRED) {
      release();
    }
  }

  private void release() {
    removeCancelAction.run();
    timeout.deactivate();
    TransportCall done = transportCall;
    try {
      if (done != null) {
        done.release();
      }
    } finally {
      onReleased.accept(this);
    }
  }

  private TransportCall requireTransportCall() {
    TransportCall sent = transportCall;
    if (sent == null) {
      throw new IllegalStateException("An answer is read before its request is sent.");
    }
    return sent;
  }
}
