package org.atomicagents.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.CancelledException;
import org.atomicagents.model.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Connections to providers, kept open between calls, and the limits that each call obeys.
 *
 * {@snippet :
 * try (var pool = ConnectionPool.builder().maxConnections(500).build();
 *     var openAi = OpenAi.fromEnv(pool)) {
 *   ...
 * }
 * }
 *
 * <p>A call that runs counts as one connection, also where HTTP/2 lets several calls share one. The
 * client underneath is built by the first call. HTTP/2 is spoken where the server offers it over
 * TLS, HTTP/1.1 elsewhere; redirects are never followed, since they would carry the key along.
 *
 * <p>Thread-safe. A call blocks its thread, whether virtual or not, and ends at once when that is
 * interrupted or its run is cancelled. All threads of the pool are daemons: a program that closes
 * nothing still exits at once.
 */
public final class ConnectionPool implements AutoCloseable {
  private final PoolLimits limits;
  private final Admission admission;
  private final LazyTransport transport;
  private final Set<Exchange> running = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private ConnectionPool(PoolLimits limits) {
    this.limits = limits;
    this.admission = new Admission(limits);
    this.transport = new LazyTransport(() -> OkHttpTransport.of(limits));
  }

  /** A pool with the defaults of {@link Builder}. */
  public static ConnectionPool ofDefaults() {
    return builder().build();
  }

  /** For a pool with other limits. */
  public static Builder builder() {
    return new Builder();
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
  public HttpAnswer open(HttpCall http, CallContext call) {
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
    var exchange = new Exchange(http, call, limits, place, running);
    if (closed.get()) {
      exchange.close();
    }
    return exchange.open(transport);
  }

  /** Connections that are open, in use or not. */
  public int openConnections() {
    return transport.isBuilt() ? transport.get().open() : 0;
  }

  /** Connections that are open and not in use. */
  public int idleConnections() {
    return transport.isBuilt() ? transport.get().idle() : 0;
  }

  /** Calls that wait for a connection. */
  public int queuedCalls() {
    return admission.queued();
  }

  /**
   * Closes all connections: running calls fail with {@link CancelledException}, later ones with
   * {@link IllegalStateException}.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    admission.close();
    running.forEach(Exchange::close);
    if (transport.isBuilt()) {
      transport.get().close();
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(
          "The connection pool is closed.\n"
              + "Close it, or the client that owns it, after the last call.");
    }
  }

  /** The settings of a pool; what is not set has the default that each method names. */
  public static final class Builder {
    private int maxConnections = 100;
    private @Nullable Integer maxPerHost;
    private @Nullable Integer maxIdle;
    private Duration idle = Duration.ofMinutes(4);
    private Duration queue = Duration.ofMinutes(10);
    private Duration connect = Duration.ofSeconds(10);
    private Duration firstByte = Duration.ofMinutes(5);
    private Duration betweenChunks = Duration.ofMinutes(2);
    private Duration total = Duration.ofMinutes(10);

    private Builder() {}

    /** How many calls may run at a time; 100. */
    public Builder maxConnections(int most) {
      maxConnections = most;
      return this;
    }

    /** How many calls may run at a time with one host (scheme, name, port); as many as in all. */
    public Builder maxPerHost(int most) {
      maxPerHost = most;
      return this;
    }

    /** How many connections stay open while nobody uses them; as many as there may be. */
    public Builder maxIdle(int most) {
      maxIdle = most;
      return this;
    }

    /** How long a connection stays open while nobody uses it; 4 minutes. */
    public Builder idleTime(Duration most) {
      idle = most;
      return this;
    }

    /** How long a call may wait for its turn; 10 minutes. */
    public Builder queueTimeout(Duration most) {
      queue = most;
      return this;
    }

    /** How long the connection to one address may take, its look-up apart; 10 seconds. */
    public Builder connectTimeout(Duration most) {
      connect = most;
      return this;
    }

    /** How long a server may take until its answer begins; 5 minutes. */
    public Builder firstByteTimeout(Duration most) {
      firstByte = most;
      return this;
    }

    /** How long a server may be silent in the middle of its answer; 2 minutes. */
    public Builder chunkTimeout(Duration most) {
      betweenChunks = most;
      return this;
    }

    /** How long a call may take after its turn has come, its whole answer included; 10 minutes. */
    public Builder totalTimeout(Duration most) {
      total = most;
      return this;
    }

    /**
     * The pool; opens nothing yet.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public ConnectionPool build() {
      return new ConnectionPool(
          new PoolLimits(
              maxConnections,
              maxPerHost == null ? maxConnections : maxPerHost,
              maxIdle == null ? maxConnections : maxIdle,
              idle,
              queue,
              connect,
              firstByte,
              betweenChunks,
              total));
    }
  }
}
