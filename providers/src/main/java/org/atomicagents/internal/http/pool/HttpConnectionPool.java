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
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;

/** The implementation of {@link ConnectionPool}: an admission queue in front of a transport. */
public final class HttpConnectionPool implements ConnectionPool {
  private final PoolSettings settings;
  private final TimeoutScheduler timeoutScheduler = new TimeoutScheduler();
  private final AdmissionQueue admission;
  private final LazyReference<HttpTransport> transport;
  private final Set<PooledCall> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch drained = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Creates a pool without connections.
   *
   * @param transportFactory creates the transport on the first call, from a supplier of the number
   *     of running calls
   */
  public HttpConnectionPool(
      PoolSettings settings, Function<IntSupplier, HttpTransport> transportFactory) {
    this.settings = settings;
    this.admission = new AdmissionQueue(settings, timeoutScheduler);
    this.transport = new LazyReference<>(() -> transportFactory.apply(admission::activeCount));
  }

  /** Returns the implementation of a pool. */
  public static HttpConnectionPool of(ConnectionPool pool) {
    return switch (pool) {
      case HttpConnectionPool implementation -> implementation;
    };
  }

  /**
   * Sends a request, waits for the head of its response and returns the response, which the caller
   * closes.
   *
   * <p>Records {@link Phase#QUEUE}, {@link Phase#CONNECT} (0 on an existing connection) and {@link
   * Phase#FIRST_BYTE} in the call's timings. The reader of the body records {@link Phase#STREAM}.
   *
   * @throws AgentException if there is no response; a response of any HTTP status is returned
   * @throws IllegalStateException if the pool is closed
   */
  public HttpResponse open(HttpRequest request, RunContext call) {
    requireOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted("sending " + request, null);
    }
    if (call.isCancelled()) {
      throw CancelledException.closed("sending " + request);
    }
    call.deadline().check("sending " + request);
    AdmissionQueue.Permit permit = admission.acquire(request.server(), call);
    if (closed.get()) {
      permit.release();
      requireOpen();
    }
    PooledCall pooledCall = createCall(request, call, permit);
    running.add(pooledCall);
    if (closed.get()) {
      pooledCall.close();
    }
    return pooledCall.open(transport);
  }

  /**
   * Opens the given number of connections and leaves them idle.
   *
   * @throws IllegalArgumentException if the number exceeds a limit of the pool
   */
  public void warmUp(HttpRequest request, int connections) {
    PoolSettings.PoolSizes sizes = settings.sizes();
    int max = Math.min(sizes.maxConnections(), Math.min(sizes.maxPerHost(), sizes.maxIdle()));
    if (connections < 1 || connections > max) {
      throw new IllegalArgumentException(
          "connections: expected 1 to %d (maxConnections, maxPerHost, maxIdle), found %d"
              .formatted(max, connections));
    }
    new ConnectionWarmUp(this, request, settings.timeouts().connect()).run(connections);
  }

  private PooledCall createCall(
      HttpRequest request, RunContext call, AdmissionQueue.Permit permit) {
    try {
      return new PooledCall(
          request,
          call,
          settings.timeouts(),
          timeoutScheduler,
          permit,
          ended -> released(ended, permit));
    } catch (Throwable e) {
      permit.release();
      throw e;
    }
  }

  @Override
  public PoolStatus status() {
    boolean created = transport.isCreated();
    return new PoolStatus(
        created ? transport.get().openConnections() : 0,
        created ? transport.get().idleConnections() : 0,
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
    drain(settings.timeouts().drain());
    running.forEach(PooledCall::close);
    if (transport.isCreated()) {
      transport.get().close();
    }
  }

  private void drain(Duration timeout) {
    if (running.isEmpty()) {
      return;
    }
    try {
      drained.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void released(PooledCall pooledCall, AdmissionQueue.Permit permit) {
    running.remove(pooledCall);
    permit.release();
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
