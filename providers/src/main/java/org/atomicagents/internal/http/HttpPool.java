package org.atomicagents.internal.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.PoolStatus;
import org.atomicagents.model.Phase;
import org.atomicagents.model.RunContext;

/** What a {@link ConnectionPool} is: the queue before it, the transport behind it. */
public final class HttpPool implements ConnectionPool {
  private final PoolSettings settings;
  private final Watch watch = new Watch();
  private final Admission admission;
  private final LazyReference<Transport> transport;
  private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch drained = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A pool that opens nothing yet.
   *
   * @param transports creates the transport for the first call, from the number of running calls
   */
  public HttpPool(PoolSettings settings, Function<IntSupplier, Transport> transports) {
    this.settings = settings;
    this.admission = new Admission(settings, watch);
    this.transport = new LazyReference<>(() -> transports.apply(admission::inUse));
  }

  /** What the pool that a user has set up really is. */
  public static HttpPool of(ConnectionPool pool) {
    return switch (pool) {
      case HttpPool known -> known;
    };
  }

  /**
   * Sends a request and waits for the head of its answer; the caller closes the answer.
   *
   * <p>Notes {@link Phase#QUEUE}, {@link Phase#CONNECT} (0 on a connection that was open) and
   * {@link Phase#FIRST_BYTE} in the call's timings. Whoever reads the body notes {@link
   * Phase#STREAM}.
   *
   * @throws AgentException if there is no answer; an answer of any HTTP status is one
   * @throws IllegalStateException if the pool is closed
   */
  public HttpAnswer open(HttpCall http, RunContext call) {
    requireOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted("sending " + http, null);
    }
    if (call.isCancelled()) {
      throw CancelledException.closed("sending " + http);
    }
    call.deadline().check("sending " + http);
    Admission.Place place = admission.enter(http.server(), call);
    if (closed.get()) {
      place.release();
      requireOpen();
    }
    Exchange exchange = exchange(http, call, place);
    running.add(exchange);
    if (closed.get()) {
      exchange.close();
    }
    return exchange.open(transport);
  }

  /**
   * Opens so many connections and leaves them idle.
   *
   * @throws IllegalArgumentException if the pool may not have as many
   */
  public void warmUp(HttpCall http, int connections) {
    PoolSettings.Sizes sizes = settings.sizes();
    int most = Math.min(sizes.maxConnections(), Math.min(sizes.maxPerHost(), sizes.maxIdle()));
    if (connections < 1 || connections > most) {
      throw new IllegalArgumentException(
          "connections: expected 1 to %d (maxConnections, maxPerHost, maxIdle), found %d"
              .formatted(most, connections));
    }
    new WarmUp(this, http, settings.times().connect()).run(connections);
  }

  private Exchange exchange(HttpCall http, RunContext call, Admission.Place place) {
    try {
      return new Exchange(http, call, settings.times(), watch, place, ended -> left(ended, place));
    } catch (Throwable e) {
      place.release();
      throw e;
    }
  }

  @Override
  public PoolStatus status() {
    boolean built = transport.isCreated();
    return new PoolStatus(
        built ? transport.get().open() : 0,
        built ? transport.get().idle() : 0,
        running.size(),
        admission.queued(),
        admission.longestWait(),
        admission.admitted(),
        admission.waited());
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    admission.close();
    drain(settings.times().drain());
    running.forEach(Exchange::close);
    if (transport.isCreated()) {
      transport.get().close();
    }
  }

  private void drain(Duration most) {
    if (running.isEmpty()) {
      return;
    }
    try {
      drained.await(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void left(Exchange exchange, Admission.Place place) {
    running.remove(exchange);
    place.release();
    if (closed.get() && running.isEmpty()) {
      drained.countDown();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(
          "The connection pool is closed.\n"
              + "Close it, or the client that owns it, after the last call.");
    }
  }
}
