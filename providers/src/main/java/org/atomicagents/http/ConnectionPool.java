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
 * Connections to providers, kept open between calls, and the limits that each call obeys.
 *
 * {@snippet :
 * try (var pool = ConnectionPool.builder().maxConnections(500).build();
 *     var openAi = OpenAi.fromEnv(pool)) {
 *   ...
 * }
 * }
 *
 * <p>Clients that share a pool share its limits. A call that runs counts as one connection, also
 * where HTTP/2 lets several calls share one. The client underneath is built by the first call.
 * HTTP/2 is spoken where the server offers it over TLS, HTTP/1.1 elsewhere; redirects are never
 * followed, since they would carry the key along.
 *
 * <p>Thread-safe. A call blocks its thread, whether virtual or not, and ends at once when that is
 * interrupted or its run is cancelled. All threads of the pool are daemons: a program that closes
 * nothing still exits at once.
 */
public sealed interface ConnectionPool extends AutoCloseable permits HttpConnectionPool {

  /** A pool with the defaults of {@link Builder}. */
  static ConnectionPool ofDefaults() {
    return builder().build();
  }

  /** For a pool with other settings. */
  static Builder builder() {
    return new Builder();
  }

  /** How it is doing; reading it holds up no call. */
  PoolStatus status();

  /**
   * Closes the pool: later calls and those that wait for their turn fail at once with {@link
   * IllegalStateException}; those that run have the {@linkplain Builder#drainTimeout drain timeout}
   * to end, and are then cut with {@link CancelledException}.
   *
   * <p>An interrupt ends the wait and cuts them at once, with the thread's flag restored.
   */
  @Override
  void close();

  /** The settings of a pool; what is not set has the default that each method names. */
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
    private @Nullable ProxySelector proxies;
    private @Nullable ProxyCredentials proxyLogin;

    private Builder() {}

    /** How many calls may run at a time, and how many connections may be open; 100. */
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

    /**
     * How long the look-up of a host, the connection to one of its addresses, and then TLS may take
     * each; 10 seconds. A proxy's tunnel may take as long again.
     */
    public Builder connectTimeout(Duration most) {
      connect = most;
      return this;
    }

    /** How long it may take to send a request and until its answer begins; 5 minutes. */
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

    /** How long {@link ConnectionPool#close()} waits for the calls that run; 10 seconds. */
    public Builder drainTimeout(Duration most) {
      drain = most;
      return this;
    }

    /** Whom to trust; whom the Java platform trusts. */
    public Builder tls(TlsSettings newTls) {
      tls = Objects.requireNonNull(newTls, "tls");
      return this;
    }

    /** How hosts are looked up; as the machine does it. */
    public Builder resolver(HostResolver newResolver) {
      resolver = Objects.requireNonNull(newResolver, "resolver");
      return this;
    }

    /**
     * The proxy that every call goes through: {@code http://host:port} or {@code
     * socks://host:port}, an HTTP proxy's with {@code user:password@} if it wants that; usually as
     * the Java platform's system properties say, such as {@code https.proxyHost}.
     *
     * @throws IllegalArgumentException if the address is no such thing
     */
    public Builder proxy(URI address) {
      var proxy = new FixedProxySelector(address);
      proxies = proxy;
      proxyLogin = proxy.login();
      return this;
    }

    /** Which proxy each address is reached through, in the place of {@link #proxy(URI)}. */
    public Builder proxy(ProxySelector selector) {
      proxies = Objects.requireNonNull(selector, "selector");
      proxyLogin = null;
      return this;
    }

    /**
     * The pool; opens nothing yet.
     *
     * @throws IllegalArgumentException if a setting is out of its range
     */
    public ConnectionPool build() {
      var sizes =
          new PoolSettings.PoolSizes(
              maxConnections,
              maxPerHost == null ? maxConnections : maxPerHost,
              maxIdle == null ? maxConnections : maxIdle);
      var times =
          new PoolSettings.PoolTimeouts(
              idle, queue, connect, firstByte, betweenChunks, total, drain);
      var settings = new PoolSettings(sizes, times, tls, resolver, proxies, proxyLogin);
      return new HttpConnectionPool(settings, running -> new OkHttpTransport(settings, running));
    }
  }
}
