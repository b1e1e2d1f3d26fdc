package org.atomicagents.internal.http;

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
import org.jspecify.annotations.Nullable;

/**
 * OkHttp 5, without its time limits but for that of a connection: the pool keeps them.
 *
 * <p>Addresses without TLS get a client of their own, since setting up TLS reads the machine's
 * certificates, which takes longer than a call to a server on the same machine.
 */
public final class OkHttpTransport implements Transport {
  private static final int MOST_URLS = 1_000;

  private static final int MOST_LOOKS = 10;

  // As many as can be looked through in a few microseconds.
  private static final int ROOM = 256;

  // Before JDK 24 a virtual thread that waits in a monitor holds its carrier (JEP 491), and with
  // HTTP/2 the library waits in monitors: a few hundred calls would stop all virtual threads.
  private static final boolean SHARING = Runtime.version().feature() >= 24;

  // How a connection that is dead without a word is found; others would be sent over it again and
  // again. The library closes one that has not answered until the next.
  private static final Duration PING = Duration.ofSeconds(30);

  private final PoolSettings settings;
  private final IntSupplier inUse;
  private final @Nullable ProxyLogin login;
  private final IdleCheck idle = new IdleCheck();
  private final BoundedDns names;
  private final List<okhttp3.ConnectionPool> pools = new CopyOnWriteArrayList<>();
  private final Supplier<Shelf> plain;
  private final ConcurrentHashMap<URI, Target> targets = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, Shelves> servers = new ConcurrentHashMap<>();
  private final LazyReference<Shelf> secure = new LazyReference<>(this::buildSecure);
  private volatile boolean closed;

  /** Where a request goes, and what keeps the connections there. */
  private record Target(HttpUrl url, Shelves shelves) {}

  /**
   * A client that opens nothing yet.
   *
   * @param inUse how many calls have their turn
   */
  public OkHttpTransport(PoolSettings settings, IntSupplier inUse) {
    this.settings = settings;
    this.inUse = inUse;
    this.login = settings.proxyLogin();
    this.names = new BoundedDns(settings.resolver(), settings.times().connect());
    this.plain = plain();
  }

  // Several limits of idle connections that are lower than that of all would not be one.
  private Supplier<Shelf> plain() {
    if (settings.sizes().maxIdle() >= settings.sizes().maxConnections()) {
      return () -> plain(ROOM);
    }
    Shelf only = plain(Integer.MAX_VALUE);
    return () -> only;
  }

  @Override
  public Flight prepare(HttpCall http, TransportListener listener) {
    Target target = target(http.uri());
    Request request = request(http, target.url(), listener);
    Shelf shelf = target.shelves().take();
    return new OkHttpFlight(shelf.newCall(request), target.url().isHttps(), shelf::left);
  }

  @Override
  public int open() {
    return count(okhttp3.ConnectionPool::connectionCount);
  }

  @Override
  public int idle() {
    return count(okhttp3.ConnectionPool::idleConnectionCount);
  }

  // One that is closed here and one that is opened there, between the two looks, would count both.
  private int count(ToIntFunction<okhttp3.ConnectionPool> what) {
    int[] counts = pools.stream().mapToInt(what).toArray();
    for (int i = 0; i < MOST_LOOKS; i++) {
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
  private void released(okhttp3.ConnectionPool connections) {
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
                SHARING ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1))
            .pingInterval(PING)
            .connectTimeout(settings.times().connect())
            .readTimeout(0, TimeUnit.MILLISECONDS)
            .writeTimeout(0, TimeUnit.MILLISECONDS)
            .retryOnConnectionFailure(true)
            .followRedirects(false)
            .followSslRedirects(false)
            .dns(names)
            .eventListenerFactory(call -> listener(call, connections));
    if (settings.proxies() != null) {
      client.proxySelector(settings.proxies());
    }
    if (login != null) {
      client.proxyAuthenticator(new ProxyAnswer(login));
    }
    return client;
  }

  private Shelf plain(int room) {
    OkHttpClient client =
        client()
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            // Racing attempts take a platform thread each; who refuses without TLS does so at once.
            .fastFallback(false)
            .socketFactory(NoDelaySocketFactory.ofChannels())
            .build();
    return new Shelf(client, room);
  }

  private Shelf buildSecure() {
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
    return new Shelf(client, Integer.MAX_VALUE);
  }

  private Request request(HttpCall http, HttpUrl url, TransportListener listener) {
    byte[] body = http.body();
    var request =
        new Request.Builder()
            .url(url)
            .method(http.method(), body == null ? null : new OnceBody(body))
            .tag(TransportListener.class, listener);
    http.headers().forEach(request::header);
    if (login != null && !url.isHttps()) {
      // At once, since a body is not sent again after the proxy has asked.
      request.header("Proxy-Authorization", login.basic());
    }
    return request.build();
  }

  /** Reading an address takes longer than anything else here, and there are few. */
  private Target target(URI uri) {
    Target known = targets.get(uri);
    if (known != null) {
      return known;
    }
    HttpUrl url = HttpUrl.get(uri.toString());
    var shelves = new Shelves(url.isHttps() ? secure::get : plain);
    String server = url.scheme() + "://" + url.host() + ":" + url.port();
    var target = new Target(url, servers.computeIfAbsent(server, any -> shelves));
    if (targets.size() < MOST_URLS) {
      targets.put(uri, target);
    }
    return target;
  }

  private EventListener listener(Call call, okhttp3.ConnectionPool connections) {
    TransportListener listener = call.request().tag(TransportListener.class);
    return listener == null
        ? EventListener.NONE
        : new OkHttpListener(listener, names, idle, this::makeRoom, () -> released(connections));
  }

  /**
   * Closes what is idle where one more connection would be too many.
   *
   * <p>The calls that have their turn are never more than the connections that there may be; so
   * only idle ones can be too many, and only those of other servers, since a call takes an idle one
   * of its own.
   */
  private void makeRoom() {
    if (servers.size() > 1 && idle() + inUse.getAsInt() > settings.sizes().maxConnections()) {
      evictAll();
    }
  }
}
