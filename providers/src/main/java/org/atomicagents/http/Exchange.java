package org.atomicagents.http;

import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.Phase;
import org.jspecify.annotations.Nullable;

/**
 * One call of a pool, from its place in the pool to the last byte of its answer.
 *
 * <p>A flight can be released by one thread at a time only. So whoever closes while another thread
 * waits just cuts the connection, and the waiting thread cleans up as it fails. An exchange that
 * nobody reads any more ends by itself when its time has passed.
 */
final class Exchange {
  private enum State {
    IDLE,
    BUSY,
    CLOSING,
    EXPIRED,
    OVER
  }

  private final HttpCall http;
  private final CallContext call;
  private final Failures failures;
  private final PoolLimits limits;
  private final Admission.Place place;
  private final Set<Exchange> running;
  private final Progress progress;
  private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
  private final Runnable uncancel;
  private volatile boolean ended;
  private volatile boolean cut;
  private volatile @Nullable Flight flight;

  Exchange(
      HttpCall http,
      CallContext call,
      PoolLimits limits,
      Admission.Place place,
      Set<Exchange> running) {
    this.http = http;
    this.call = call;
    this.limits = limits;
    this.place = place;
    this.running = running;
    this.progress = new Progress(call.timings(), this::cut);
    this.failures = new Failures(http, limits, call.deadline());
    running.add(this);
    this.uncancel = call.onCancel(this::close);
  }

  HttpAnswer open(LazyTransport transport) {
    long since = call.timings().now();
    boolean answered = false;
    try {
      Flight sent = prepare(transport.get());
      Head head = sent.send();
      progress.answered();
      answered = settle();
      if (!answered) {
        throw CancelledException.closed("waiting for " + http);
      }
      return new HttpAnswer(this, head);
    } catch (Exception e) {
      throw failed(e);
    } finally {
      if (!answered) {
        over();
      }
      long connect = progress.connectNanos();
      call.timings().add(Phase.CONNECT, connect);
      call.timings().add(Phase.FIRST_BYTE, call.timings().now() - since - connect);
    }
  }

  private Flight prepare(Transport transport) {
    long most = Math.min(limits.total().toNanos(), call.deadline().remainingNanos());
    Flight direct = transport.prepare(http, Math.max(most, 1), progress);
    Flight prepared = Thread.currentThread().isVirtual() ? direct : new RelayedFlight(direct);
    flight = prepared;
    if (state.get() == State.CLOSING) {
      prepared.cancel();
    }
    return prepared;
  }

  int read(byte[] target, int offset, int length) {
    if (ended) {
      return -1;
    }
    if (!state.compareAndSet(State.IDLE, State.BUSY)) {
      throw state.get() == State.EXPIRED
          ? failures.outOfTime(progress.stage())
          : CancelledException.closed("reading the answer of " + http);
    }
    boolean goesOn = false;
    try {
      int count = flown().read(target, offset, length);
      ended = count < 0;
      if (!ended) {
        goesOn = settle();
        if (!goesOn) {
          throw CancelledException.closed("reading the answer of " + http);
        }
      }
      return count;
    } catch (Exception e) {
      throw failed(e);
    } finally {
      if (!goesOn) {
        over();
      }
    }
  }

  /** Ends a call whose answer is known to be complete. */
  void finish() {
    if (state.compareAndSet(State.IDLE, State.BUSY)) {
      over();
    }
  }

  void close() {
    State before = state.getAndUpdate(Exchange::closed);
    if (before != State.IDLE && before != State.BUSY) {
      return;
    }
    cancelFlight();
    if (before == State.IDLE) {
      over();
    }
  }

  private static State closed(State state) {
    return state == State.IDLE || state == State.BUSY ? State.CLOSING : state;
  }

  /** Back to idle, unless somebody has closed meanwhile. */
  private boolean settle() {
    boolean settled = state.compareAndSet(State.BUSY, State.IDLE);
    if (cut) {
      expire();
    }
    return settled;
  }

  // Comes on the thread that keeps all the time limits, which must not wait for a release.
  private void cut() {
    cut = true;
    if (state.get() == State.IDLE) {
      Thread.ofVirtual().name("atomic-agents-expiry").start(this::expire);
    }
  }

  private void expire() {
    if (state.compareAndSet(State.IDLE, State.EXPIRED)) {
      release();
    }
  }

  private AgentException failed(Exception e) {
    boolean closing = state.get() == State.CLOSING;
    cancelFlight();
    return failures.of(e, progress.stage(), closing);
  }

  private void cancelFlight() {
    Flight sent = flight;
    if (sent != null) {
      sent.cancel();
    }
  }

  private void over() {
    State before = state.getAndUpdate(was -> was == State.EXPIRED ? was : State.OVER);
    if (before != State.OVER && before != State.EXPIRED) {
      release();
    }
  }

  private void release() {
    uncancel.run();
    running.remove(this);
    Flight done = flight;
    try {
      if (done != null) {
        done.release();
      }
    } finally {
      place.release();
    }
  }

  private Flight flown() {
    Flight sent = flight;
    if (sent == null) {
      throw new IllegalStateException("An answer is read before its request is sent.");
    }
    return sent;
  }
}
