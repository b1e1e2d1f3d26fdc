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
import org.atomicagents.internal.http.TransportCall;
import org.atomicagents.internal.http.TransportListener;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp 5, without its time limits but for that of a connection: the pool keeps them.
 *
 * <p>Addresses without TLS get a client of their own, since setting up TLS reads the machine's
 * certificates, which takes longer than a call to a server on the same machine.
 */
public final class OkHttpTransport implements HttpTransport {
  private static final int MAX_CACHED_URLS = 1_000;

  private static final int MAX_COUNT_ATTEMPTS = 10;

  // As many as can be looked through in a few microseconds.
  private static final int CALLS_PER_SHARD = 256;

  // Before JDK 24 a virtual thread that waits in a monitor holds its carrier (JEP 491), and with
  // HTTP/2 the library waits in monitors: a few hundred calls would stop all virtual threads.
  private static final boolean HTTP2_ENABLED = Runtime.version().feature() >= 24;

  // How a connection that is dead without a word is found; others would be sent over it again and
  // again. The library closes one that has not answered until the next.
  private static final Duration PING_INTERVAL = Duration.ofSeconds(30);

  private final PoolSettings settings;
  private final IntSupplier activeCalls;
  private final @Nullable ProxyCredentials login;
  private final StaleConnectionCheck idle = new StaleConnectionCheck();
  private final BoundedDns dns;
  private final List<okhttp3.ConnectionPool> pools = new CopyOnWriteArrayList<>();
  private final Supplier<ClientShard> plain;
  private final ConcurrentHashMap<URI, RequestTarget> targets = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ShardedClients> clientsByServer =
      new ConcurrentHashMap<>();
  private final LazyReference<ClientShard> secure = new LazyReference<>(this::buildSecure);
  private volatile boolean closed;

  /** Where a request goes, and what keeps the connections there. */
  private record RequestTarget(HttpUrl url, ShardedClients clients) {}

  /**
   * A client that opens nothing yet.
   *
   * @param inUse how many calls have their turn
   */
  public OkHttpTransport(PoolSettings settings, IntSupplier inUse) {
    this.settings = settings;
    this.activeCalls = inUse;
    this.login = settings.proxyLogin();
    this.dns = new BoundedDns(settings.resolver(), settings.times().connect());
    this.plain = plain();
  }

  // Several limits of idle connections that are lower than that of all would not be one.
  private Supplier<ClientShard> plain() {
    if (settings.sizes().maxIdle() >= settings.sizes().maxConnections()) {
      return () -> plain(CALLS_PER_SHARD);
    }
    ClientShard only = plain(Integer.MAX_VALUE);
    return () -> only;
  }

  @Override
  public TransportCall prepare(HttpRequest http, TransportListener listener) {
    RequestTarget target = target(http.uri());
    Request request = request(http, target.url(), listener);
    ClientShard shelf = target.clients().acquire();
    return new OkHttpCall(shelf.newCall(request), target.url().isHttps(), shelf::release);
  }

  @Override
  public int openConnections() {
    return count(okhttp3.ConnectionPool::connectionCount);
  }

  @Override
  public int idleConnections() {
    return count(okhttp3.ConnectionPool::idleConnectionCount);
  }

  // One that is closed here and one that is opened there, between the two looks, would count both.
  private int count(ToIntFunction<okhttp3.ConnectionPool> what) {
    int[] counts = pools.stream().mapToInt(what).toArray();
    for (int i = 0; i < MAX_COUNT_ATTEMPTS; i++) {
      int[] again = pools.stream().mapToInt(what).toArray();
      if (Arrays.equals(counts, again)) {
        break;
      }
      counts = again;
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

  // A call that was cut lets go of its connection when its own thread comes to it.
  private void evictIfClosed(okhttp3.ConnectionPool connections) {
    if (closed) {
      connections.evictAll();
    }
  }

  private OkHttpClient.Builder client() {
    var connections =
        new okhttp3.ConnectionPool(
            settings.sizes().maxIdle(), settings.times().idle().toMillis(), TimeUnit.MILLISECONDS);
    pools.add(connections);
    var client =
        new OkHttpClient.Builder()
            .connectionPool(connections)
            .protocols(
                HTTP2_ENABLED
                    ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1)
                    : List.of(Protocol.HTTP_1_1))
            .pingInterval(PING_INTERVAL)
            .connectTimeout(settings.times().connect())
            .readTimeout(0, TimeUnit.MILLISECONDS)
            .writeTimeout(0, TimeUnit.MILLISECONDS)
            .retryOnConnectionFailure(true)
            .followRedirects(false)
            .followSslRedirects(false)
            .dns(dns)
            .eventListenerFactory(call -> listener(call, connections));
    if (settings.proxies() != null) {
      client.proxySelector(settings.proxies());
    }
    if (login != null) {
      client.proxyAuthenticator(new ProxyAuthenticator(login));
    }
    return client;
  }

  private ClientShard plain(int room) {
    OkHttpClient client =
        client()
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            // Racing attempts take a platform thread each; who refuses without TLS does so at once.
            .fastFallback(false)
            .socketFactory(NoDelaySocketFactory.ofChannels())
            .build();
    return new ClientShard(client, room);
  }

  private ClientShard buildSecure() {
    X509TrustManager trust = settings.tls().trustManager();
    OkHttpClient client =
        client()
            .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
            .socketFactory(NoDelaySocketFactory.ofSockets())
            .sslSocketFactory(settings.tls().context(trust).getSocketFactory(), trust)
            // A cut call leaves a shared connection as it is. One that takes nothing any more
            // would hold up its ping and all later calls; only this closes it.
            .writeTimeout(settings.times().firstByte())
            .build();
    return new ClientShard(client, Integer.MAX_VALUE);
  }

  private Request request(HttpRequest http, HttpUrl url, TransportListener listener) {
    byte[] body = http.body();
    var request =
        new Request.Builder()
            .url(url)
            .method(http.method(), body == null ? null : new OneShotBody(body))
            .tag(TransportListener.class, listener);
    http.headers().forEach(request::header);
    if (login != null && !url.isHttps()) {
      // At once, since a body is not sent again after the proxy has asked.
      request.header("Proxy-Authorization", login.basicHeader());
    }
    return request.build();
  }

  /** Reading an address takes longer than anything else here, and there are few. */
  private RequestTarget target(URI uri) {
    RequestTarget known = targets.get(uri);
    if (known != null) {
      return known;
    }
    HttpUrl url = HttpUrl.get(uri.toString());
    var shelves = new ShardedClients(url.isHttps() ? secure::get : plain);
    String server = url.scheme() + "://" + url.host() + ":" + url.port();
    var target = new RequestTarget(url, clientsByServer.computeIfAbsent(server, any -> shelves));
    if (targets.size() < MAX_CACHED_URLS) {
      targets.put(uri, target);
    }
    return target;
  }

  private EventListener listener(Call call, okhttp3.ConnectionPool connections) {
    TransportListener listener = call.request().tag(TransportListener.class);
    return listener == null
        ? EventListener.NONE
        : new OkHttpListener(
            listener, dns, idle, this::evictIdleIfFull, () -> evictIfClosed(connections));
  }

  /**
   * Closes what is idle where one more connection would be too many.
   *
   * <p>The calls that have their turn are never more than the connections that there may be; so
   * only idle ones can be too many, and only those of other servers, since a call takes an idle one
   * of its own.
   */
  private void evictIdleIfFull() {
    if (clientsByServer.size() > 1
        && idleConnections() + activeCalls.getAsInt() > settings.sizes().maxConnections()) {
      evictAll();
    }
  }
}
