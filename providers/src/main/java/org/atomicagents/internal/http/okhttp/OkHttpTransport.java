package org.atomicagents.internal.http.okhttp;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import javax.net.ssl.X509TrustManager;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.HttpTransport;
import org.atomicagents.internal.http.LazyReference;
import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.internal.http.ProxyCredentials;
import org.atomicagents.internal.http.RequestContent;
import org.atomicagents.internal.http.TransportCall;
import org.atomicagents.internal.http.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * A transport on OkHttp 5.
 *
 * <p>Of OkHttp's own timeouts it uses the connect timeout, and the write timeout over TLS; the pool
 * enforces all others. Addresses without TLS have separate clients, because setting up TLS reads
 * the system's certificates, which takes longer than a call to a server on the same machine.
 *
 * <p>Thread-safe.
 */
public final class OkHttpTransport implements HttpTransport {
  private static final int MAX_CACHED_URLS = 1_000;

  private static final int MAX_COUNT_ATTEMPTS = 10;

  // The library can search this many connections in a few microseconds.
  private static final int CALLS_PER_SHARD = 256;

  // Before JDK 24 a virtual thread that waits in a monitor pins its carrier (JEP 491), and with
  // HTTP/2 the library waits in monitors: a few hundred calls would block all virtual threads.
  private static final boolean HTTP2_ENABLED = Runtime.version().feature() >= 24;

  // Pings detect HTTP/2 connections that died silently, which later calls would keep using. The
  // library closes a connection whose ping is not answered before the next ping.
  private static final Duration PING_INTERVAL = Duration.ofSeconds(30);

  private final PoolSettings settings;
  private final IntSupplier activeCalls;
  private final @Nullable ProxyCredentials proxyCredentials;
  private final StaleConnectionCheck staleConnectionCheck = new StaleConnectionCheck();
  private final BoundedDns dns;
  private final List<okhttp3.ConnectionPool> pools = new CopyOnWriteArrayList<>();
  private final Supplier<ClientShard> plaintextShardFactory;
  private final ConcurrentHashMap<URI, RequestTarget> targets = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ShardedClients> clientsByServer =
      new ConcurrentHashMap<>();
  private final LazyReference<ClientShard> tlsShard = new LazyReference<>(this::createTlsShard);
  private volatile boolean closed;

  /** The parsed address of a request and the clients of its server. */
  private record RequestTarget(HttpUrl url, ShardedClients clients) {}

  /**
   * Creates a transport without connections.
   *
   * @param activeCalls returns the number of admitted calls
   */
  public OkHttpTransport(PoolSettings settings, IntSupplier activeCalls) {
    this.settings = settings;
    this.activeCalls = activeCalls;
    this.proxyCredentials = settings.proxyCredentials();
    this.dns = new BoundedDns(settings.resolver(), settings.timeouts().connect());
    this.plaintextShardFactory = plaintextShardFactory();
  }

  // Idle limits apply to each client, so a limit below maxConnections requires a single client.
  private Supplier<ClientShard> plaintextShardFactory() {
    if (settings.sizes().maxIdle() >= settings.sizes().maxConnections()) {
      return () -> createPlaintextShard(CALLS_PER_SHARD);
    }
    ClientShard single = createPlaintextShard(Integer.MAX_VALUE);
    return () -> single;
  }

  @Override
  public TransportCall prepare(HttpRequest request, TransportListener listener) {
    RequestTarget target = target(request.uri());
    Request okHttpRequest = toOkHttp(request, target.url(), listener);
    ClientShard shard = target.clients().acquire();
    return new OkHttpCall(shard.newCall(okHttpRequest), target.url().isHttps(), shard::release);
  }

  @Override
  public int openConnections() {
    return count(okhttp3.ConnectionPool::connectionCount);
  }

  @Override
  public int idleConnections() {
    return count(okhttp3.ConnectionPool::idleConnectionCount);
  }

  // A single pass could count a connection closed in one pool and its replacement in another one.
  private int count(ToIntFunction<okhttp3.ConnectionPool> counter) {
    int[] counts = pools.stream().mapToInt(counter).toArray();
    for (int i = 0; i < MAX_COUNT_ATTEMPTS; i++) {
      int[] recounted = pools.stream().mapToInt(counter).toArray();
      if (Arrays.equals(counts, recounted)) {
        break;
      }
      counts = recounted;
    }
    return IntStream.of(counts).sum();
  }

  @Override
  public void close() {
    closed = true;
    evictAll();
  }

  private void evictAll() {
    pools.forEach(okhttp3.ConnectionPool::evictAll);
  }

  // A cancelled call releases its connection on its own thread, possibly after close().
  private void evictIfClosed(okhttp3.ConnectionPool pool) {
    if (closed) {
      pool.evictAll();
    }
  }

  private OkHttpClient.Builder clientBuilder() {
    var pool =
        new okhttp3.ConnectionPool(
            settings.sizes().maxIdle(),
            settings.timeouts().idle().toMillis(),
            TimeUnit.MILLISECONDS);
    pools.add(pool);
    var builder =
        new OkHttpClient.Builder()
            .connectionPool(pool)
            .protocols(
                HTTP2_ENABLED
                    ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                    : List.of(Protocol.HTTP_1_1))
            .pingInterval(PING_INTERVAL)
            .connectTimeout(settings.timeouts().connect())
            .readTimeout(0, TimeUnit.MILLISECONDS)
            .writeTimeout(0, TimeUnit.MILLISECONDS)
            .retryOnConnectionFailure(true)
            .followRedirects(false)
            .followSslRedirects(false)
            .dns(dns)
            .addNetworkInterceptor(new ResponseFraming())
            .eventListenerFactory(call -> listener(call, pool));
    if (settings.proxySelector() != null) {
      builder.proxySelector(settings.proxySelector());
    }
    if (proxyCredentials != null) {
      builder.proxyAuthenticator(new ProxyAuthenticator(proxyCredentials));
    }
    return builder;
  }

  private ClientShard createPlaintextShard(int maxCalls) {
    OkHttpClient client =
        clientBuilder()
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            // Racing attempts use a platform thread each; servers without TLS refuse immediately.
            .fastFallback(false)
            .socketFactory(NoDelaySocketFactory.ofChannels())
            .build();
    return new ClientShard(client, maxCalls);
  }

  private ClientShard createTlsShard() {
    X509TrustManager trustManager = settings.tls().trustManager();
    OkHttpClient client =
        clientBuilder()
            .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
            .socketFactory(NoDelaySocketFactory.ofSockets())
            .sslSocketFactory(
                new FramedSslSocketFactory(settings.tls().context(trustManager).getSocketFactory()),
                trustManager)
            // Cancelling a call does not close a shared connection. A server that stops reading
            // would block the ping and all later calls; only this timeout closes the connection.
            .writeTimeout(settings.timeouts().firstByte())
            .build();
    return new ClientShard(client, Integer.MAX_VALUE);
  }

  private Request toOkHttp(HttpRequest request, HttpUrl url, TransportListener listener) {
    RequestContent body = request.body();
    var builder =
        new Request.Builder()
            .url(url)
            .method(request.method(), body == null ? null : new OneShotBody(body))
            .tag(TransportListener.class, listener);
    request.headers().forEach(builder::header);
    if (proxyCredentials != null && !url.isHttps()) {
      // Sent preemptively, because a body is not sent again after the proxy requests credentials.
      builder.header("Proxy-Authorization", proxyCredentials.basicHeader());
    }
    return builder.build();
  }

  /** Returns the target of an address; cached, because parsing is the slowest part of a request. */
  private RequestTarget target(URI uri) {
    RequestTarget cached = targets.get(uri);
    if (cached != null) {
      return cached;
    }
    HttpUrl url = HttpUrl.get(uri.toString());
    var clients = new ShardedClients(url.isHttps() ? tlsShard::get : plaintextShardFactory);
    String server = url.scheme() + "://" + url.host() + ":" + url.port();
    var target = new RequestTarget(url, clientsByServer.computeIfAbsent(server, key -> clients));
    if (targets.size() < MAX_CACHED_URLS) {
      targets.put(uri, target);
    }
    return target;
  }

  private EventListener listener(Call call, okhttp3.ConnectionPool pool) {
    TransportListener listener = call.request().tag(TransportListener.class);
    return listener == null
        ? EventListener.NONE
        : new OkHttpListener(
            listener, dns, staleConnectionCheck, this::evictIdleIfFull, () -> evictIfClosed(pool));
  }

  /**
   * Closes idle connections if one more connection would exceed the limit.
   *
   * <p>The number of admitted calls never exceeds the limit, so only idle connections can; and only
   * those to other servers, because a call reuses an idle connection to its own server.
   */
  private void evictIdleIfFull() {
    if (clientsByServer.size() > 1
        && idleConnections() + activeCalls.getAsInt() > settings.sizes().maxConnections()) {
      evictAll();
    }
  }
}
