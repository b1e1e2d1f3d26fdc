package org.atomicagents.internal.http;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException.Limit;
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
final class Exchange {
  private enum State {
    IDLE,
    BUSY,
    CLOSING,
    EXPIRED,
    OVER
  }

  private final HttpCall http;
  private final RunContext call;
  private final Failures failures;
  private final PoolSettings.Times times;
  private final Consumer<Exchange> whenOver;
  private final Watch.Alarm alarm;
  private final Progress progress;
  private final AtomicReference<State> state = new AtomicReference<>(State.BUSY);
  private final Runnable uncancel;
  private volatile boolean ended;
  private volatile @Nullable Limit passed;
  private volatile @Nullable Flight flight;

  /**
   * An exchange whose time begins now.
   *
   * @param whenOver told once, when nothing is held any more
   */
  Exchange(
      HttpCall http,
      RunContext call,
      PoolSettings.Times times,
      Watch watch,
      Admission.Place place,
      Consumer<Exchange> whenOver) {
    this.http = http;
    this.call = call;
    this.times = times;
    this.whenOver = whenOver;
    this.failures = new Failures(http, times, call.deadline());
    long most = Math.min(times.total().toNanos(), call.deadline().remainingNanos());
    this.alarm = watch.prepare(most, this::ring);
    this.progress = new Progress(call.timings(), times, alarm, place, http.whenConnected());
    alarm.on();
    this.uncancel = call.onCancel(this::close);
  }

  HttpAnswer open(LazyReference<Transport> transport) {
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
    Flight direct = transport.prepare(http, progress);
    Flight prepared = RelayedFlight.of(direct);
    flight = prepared;
    if (state.get() == State.CLOSING || passed != null) {
      prepared.cancel();
    }
    return prepared;
  }

  int read(byte[] target, int offset, int length) {
    if (ended) {
      return -1;
    }
    if (!state.compareAndSet(State.IDLE, State.BUSY)) {
      Limit limit = passed;
      throw state.get() == State.EXPIRED && limit != null
          ? failures.passed(limit, progress.stage())
          : CancelledException.closed("reading the answer of " + http);
    }
    boolean goesOn = false;
    alarm.step(times.betweenChunks().toNanos());
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
    alarm.pause();
    boolean settled = state.compareAndSet(State.BUSY, State.IDLE);
    if (passed != null) {
      expire();
    }
    return settled;
  }

  // Comes on the thread that keeps all time limits, which must not wait for a release.
  private void ring(boolean atEnd) {
    passed = failures.limit(progress.stage(), atEnd);
    cancelFlight();
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
    Limit limit = passed;
    cancelFlight();
    return limit != null && !closing && !(e instanceof AgentException)
        ? failures.passed(limit, progress.stage())
        : failures.of(e, classify(e), progress.stage(), closing);
  }

  private TransportFailure classify(Exception e) {
    Flight sent = flight;
    return sent == null ? TransportFailure.OTHER : sent.classify(e);
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
    alarm.off();
    Flight done = flight;
    try {
      if (done != null) {
        done.release();
      }
    } finally {
      whenOver.accept(this);
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
