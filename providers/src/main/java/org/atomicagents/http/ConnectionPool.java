package org.atomicagents.http;

import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.http.FixedProxySelector;
import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.internal.http.ProxyCredentials;
import org.atomicagents.internal.http.okhttp.OkHttpTransport;
import org.atomicagents.internal.http.pool.HttpConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * A pool of HTTP connections to providers, with limits and timeouts for each call.
 *
 * {@snippet :
 * try (var pool = ConnectionPool.builder().maxConnections(500).build();
 *     var openAi = OpenAi.fromEnv(pool)) {
 *   ...
 * }
 * }
 *
 * <p>Clients that share a pool share its limits. A running call counts as one connection, even if
 * several calls share one over HTTP/2. The underlying HTTP client is created by the first call. On
 * Java 24 or newer, the pool uses HTTP/2 if the server offers it over TLS, and HTTP/1.1 otherwise;
 * on Java 21 to 23 it always uses HTTP/1.1. Redirects are never followed, because they would
 * forward the API key.
 *
 * <p>Thread-safe. A call blocks its thread, virtual or not, and fails immediately when the thread
 * is interrupted or the run is cancelled. All threads of the pool are daemon threads, so a program
 * that does not close its pools still exits immediately.
 */
public sealed interface ConnectionPool extends AutoCloseable permits HttpConnectionPool {

  /** Returns a pool with the defaults of {@link Builder}. */
  static ConnectionPool ofDefaults() {
    return builder().build();
  }

  /** Returns a builder of pools with other settings. */
  static Builder builder() {
    return new Builder();
  }

  /** Returns a snapshot of the pool's activity; reading it does not delay any call. */
  PoolStatus status();

  /**
   * Closes the pool. New and queued calls fail immediately with {@link IllegalStateException};
   * running calls may finish within the {@linkplain Builder#drainTimeout drain timeout} and are
   * then aborted with {@link CancelledException}.
   *
   * <p>An interrupt ends the wait, aborts the running calls and restores the thread's interrupt
   * flag.
   */
  @Override
  void close();

  /** A builder of connection pools; every setting is optional. Not thread-safe. */
  final class Builder {
    private int maxConnections = 100;
    private @Nullable Integer maxPerHost;
    private @Nullable Integer maxIdle;
    private Duration idle = Duration.ofMinutes(4);
    private Duration queue = Duration.ofMinutes(10);
    private Duration connect = Duration.ofSeconds(10);
    private Duration firstByte = Duration.ofMinutes(5);
    private Duration betweenChunks = Duration.ofMinutes(2);
    private Duration total = Duration.ofMinutes(10);
    private Duration drain = Duration.ofSeconds(10);
    private TlsSettings tls = TlsSettings.system();
    private HostResolver resolver = HostResolver.system();
    private @Nullable ProxySelector proxySelector;
    private @Nullable ProxyCredentials proxyCredentials;

    private Builder() {}

    /**
     * Sets the maximum number of concurrent calls and of open connections; default: 100. Further
     * calls are queued in order of arrival.
     */
    public Builder maxConnections(int connections) {
      maxConnections = connections;
      return this;
    }

    /**
     * Sets the maximum number of concurrent calls to one host (scheme, name and port); default: the
     * value of {@link #maxConnections}.
     */
    public Builder maxPerHost(int calls) {
      maxPerHost = calls;
      return this;
    }

    /**
     * Sets the maximum number of idle connections that are kept open, 0 or more; default: the value
     * of {@link #maxConnections}.
     */
    public Builder maxIdle(int connections) {
      maxIdle = connections;
      return this;
    }

    /** Sets how long an idle connection is kept open, 1 ms to 24 days; default: 4 minutes. */
    public Builder idleTime(Duration time) {
      idle = time;
      return this;
    }

    /** Sets how long a call may be queued, 1 ms to 24 days; default: 10 minutes. */
    public Builder queueTimeout(Duration timeout) {
      queue = timeout;
      return this;
    }

    /**
     * Sets how long each step of connecting may take, 1 ms to 24 days; default: 10 seconds. The
     * steps are the host look-up, the connection to one address and the TLS handshake. Opening a
     * tunnel through a proxy may take the same time again.
     */
    public Builder connectTimeout(Duration timeout) {
      connect = timeout;
      return this;
    }

    /**
     * Sets how long sending a request and waiting for the first byte of its response may take, 1 ms
     * to 24 days; default: 5 minutes.
     */
    public Builder firstByteTimeout(Duration timeout) {
      firstByte = timeout;
      return this;
    }

    /**
     * Sets how long a server may pause between two chunks of a response, 1 ms to 24 days; default:
     * 2 minutes.
     */
    public Builder chunkTimeout(Duration timeout) {
      betweenChunks = timeout;
      return this;
    }

    /**
     * Sets how long a call may take from leaving the queue to the last byte of its response, 1 ms
     * to 24 days; default: 10 minutes.
     */
    public Builder totalTimeout(Duration timeout) {
      total = timeout;
      return this;
    }

    /**
     * Sets how long {@link ConnectionPool#close()} waits for running calls, zero or more; default:
     * 10 seconds.
     */
    public Builder drainTimeout(Duration timeout) {
      drain = timeout;
      return this;
    }

    /**
     * Sets the trusted certificates and the client certificate; default: {@link
     * TlsSettings#system()}.
     */
    public Builder tls(TlsSettings settings) {
      tls = Objects.requireNonNull(settings, "tls");
      return this;
    }

    /** Sets the resolver of host names; default: {@link HostResolver#system()}. */
    public Builder resolver(HostResolver hostResolver) {
      resolver = Objects.requireNonNull(hostResolver, "resolver");
      return this;
    }

    /**
     * Sets the proxy of every call, {@code http://host:port} or {@code socks://host:port}; default:
     * the proxy of the Java platform's system properties, such as {@code https.proxyHost}. The
     * address of an HTTP proxy may contain {@code user:password@}.
     *
     * @throws IllegalArgumentException if the address has another form; the message does not
     *     contain the address
     */
    public Builder proxy(URI address) {
      var selector = new FixedProxySelector(address);
      proxySelector = selector;
      proxyCredentials = selector.credentials();
      return this;
    }

    /** Sets the selector of a proxy for each address; replaces {@link #proxy(URI)}. */
    public Builder proxy(ProxySelector selector) {
      proxySelector = Objects.requireNonNull(selector, "selector");
      proxyCredentials = null;
      return this;
    }

    /**
     * Returns a new pool; its connections are opened by calls.
     *
     * @throws IllegalArgumentException if a setting is out of range
     */
    public ConnectionPool build() {
      var sizes =
          new PoolSettings.PoolSizes(
              maxConnections,
              maxPerHost == null ? maxConnections : maxPerHost,
              maxIdle == null ? maxConnections : maxIdle);
      var timeouts =
          new PoolSettings.PoolTimeouts(
              idle, queue, connect, firstByte, betweenChunks, total, drain);
      var settings =
          new PoolSettings(sizes, timeouts, tls, resolver, proxySelector, proxyCredentials);
      return new HttpConnectionPool(
          settings, activeCalls -> new OkHttpTransport(settings, activeCalls));
    }
  }
}
