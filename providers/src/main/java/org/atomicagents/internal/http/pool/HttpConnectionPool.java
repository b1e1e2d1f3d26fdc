package org.atomicagents.internal.http.pool;

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
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.HttpTransport;
import org.atomicagents.internal.http.LazyReference;
import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.model.Phase;
import org.atomicagents.model.RunContext;

/** What a {@link ConnectionPool} is: the queue before it, the transport behind it. */
public final class HttpConnectionPool implements ConnectionPool {
  private final PoolSettings settings;
  private final TimeoutScheduler timeoutScheduler = new TimeoutScheduler();
  private final AdmissionQueue admission;
  private final LazyReference<HttpTransport> transport;
  private final Set<PooledCall> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch drained = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * A pool that opens nothing yet.
   *
   * @param transports creates the transport for the first call, from the number of running calls
   */
  public HttpConnectionPool(
      PoolSettings settings, Function<IntSupplier, HttpTransport> transports) {
    this.settings = settings;
    this.admission = new AdmissionQueue(settings, timeoutScheduler);
    this.transport = new LazyReference<>(() -> transports.apply(admission::activeCount));
  }

  /** What the pool that a user has set up really is. */
  public static HttpConnectionPool of(ConnectionPool pool) {
    return switch (pool) {
      case HttpConnectionPool known -> known;
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
  public HttpResponse open(HttpRequest http, RunContext call) {
    requireOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted("sending " + http, null);
    }
    if (call.isCancelled()) {
      throw CancelledException.closed("sending " + http);
    }
    call.deadline().check("sending " + http);
    AdmissionQueue.Permit place = admission.acquire(http.server(), call);
    if (closed.get()) {
      place.release();
      requireOpen();
    }
    PooledCall exchange = createCall(http, call, place);
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
  public void warmUp(HttpRequest http, int connections) {
    PoolSettings.PoolSizes sizes = settings.sizes();
    int most = Math.min(sizes.maxConnections(), Math.min(sizes.maxPerHost(), sizes.maxIdle()));
    if (connections < 1 || connections > most) {
      throw new IllegalArgumentException(
          "connections: expected 1 to %d (maxConnections, maxPerHost, maxIdle), found %d"
              .formatted(most, connections));
    }
    new ConnectionWarmUp(this, http, settings.times().connect()).run(connections);
  }

  private PooledCall createCall(HttpRequest http, RunContext call, AdmissionQueue.Permit place) {
    try {
      return new PooledCall(
          http, call, settings.times(), timeoutScheduler, place, ended -> released(ended, place));
    } catch (Throwable e) {
      place.release();
      throw e;
    }
  }

  @Override
  public PoolStatus status() {
    boolean built = transport.isCreated();
    return new PoolStatus(
        built ? transport.get().openConnections() : 0,
        built ? transport.get().idleConnections() : 0,
        running.size(),
        admission.queuedCount(),
        admission.longestWait(),
        admission.admittedCount(),
        admission.totalWait());
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    admission.close();
    drain(settings.times().drain());
    running.forEach(PooledCall::close);
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

  private void released(PooledCall exchange, AdmissionQueue.Permit place) {
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
