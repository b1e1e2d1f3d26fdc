package org.atomicagents.internal.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
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
 * OkHttp 5, without its time limits but for that of a connection: see {@link Watch}.
 *
 * <p>Addresses without TLS get a client of their own, since setting up TLS reads the machine's
 * certificates, which takes longer than a call to a server on the same machine.
 */
final class OkHttpTransport implements Transport {
  private static final int MOST_URLS = 1_000;

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
  private final okhttp3.ConnectionPool connections;
  private final OkHttpClient plain;
  private final ConcurrentHashMap<URI, HttpUrl> urls = new ConcurrentHashMap<>();
  private final Set<String> servers = ConcurrentHashMap.newKeySet();
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable OkHttpClient secure;
  private volatile boolean closed;

  /**
   * A client that opens nothing yet.
   *
   * @param inUse how many calls have their turn
   */
  OkHttpTransport(PoolSettings settings, IntSupplier inUse) {
    this.settings = settings;
    this.inUse = inUse;
    this.login = settings.proxyLogin();
    this.names = new BoundedDns(settings.resolver(), settings.times().connect());
    this.connections =
        new okhttp3.ConnectionPool(
            settings.sizes().maxIdle(), settings.times().idle().toMillis(), TimeUnit.MILLISECONDS);
    this.plain =
        client()
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            // Racing attempts take a platform thread each; who refuses without TLS does so at once.
            .fastFallback(false)
            .socketFactory(new ChannelSockets())
            .build();
  }

  @Override
  public Flight prepare(HttpCall http, Progress progress) {
    HttpUrl url = url(http.uri());
    OkHttpClient client = url.isHttps() ? secure() : plain;
    return new OkHttpFlight(client.newCall(request(http, url, progress)), url.isHttps());
  }

  @Override
  public int open() {
    return connections.connectionCount();
  }

  @Override
  public int idle() {
    return connections.idleConnectionCount();
  }

  @Override
  public void close() {
    closed = true;
    connections.evictAll();
  }

  // A call that was cut lets go of its connection when its own thread comes to it.
  private void released() {
    if (closed) {
      connections.evictAll();
    }
  }

  private OkHttpClient.Builder client() {
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
            .eventListenerFactory(this::listener);
    if (settings.proxies() != null) {
      client.proxySelector(settings.proxies());
    }
    if (login != null) {
      client.proxyAuthenticator(new ProxyAnswer(login));
    }
    return client;
  }

  private OkHttpClient secure() {
    OkHttpClient client = secure;
    if (client != null) {
      return client;
    }
    building.lock();
    try {
      client = secure;
      if (client == null) {
        X509TrustManager trust = settings.tls().trustManager();
        client =
            client()
                .connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                .sslSocketFactory(settings.tls().context(trust).getSocketFactory(), trust)
                .build();
        secure = client;
      }
      return client;
    } finally {
      building.unlock();
    }
  }

  private Request request(HttpCall http, HttpUrl url, Progress progress) {
    byte[] body = http.body();
    var request =
        new Request.Builder()
            .url(url)
            .method(http.method(), body == null ? null : new OnceBody(body))
            .tag(Progress.class, progress);
    http.headers().forEach(request::header);
    if (login != null && !url.isHttps()) {
      // At once, since a body is not sent again after the proxy has asked.
      request.header("Proxy-Authorization", login.basic());
    }
    return request.build();
  }

  /** Reading an address takes longer than anything else here, and there are few. */
  private HttpUrl url(URI uri) {
    HttpUrl known = urls.get(uri);
    if (known != null) {
      return known;
    }
    HttpUrl url = HttpUrl.get(uri.toString());
    if (urls.size() < MOST_URLS) {
      urls.put(uri, url);
    }
    servers.add(url.host() + ":" + url.port());
    return url;
  }

  private EventListener listener(Call call) {
    Progress progress = call.request().tag(Progress.class);
    return progress == null
        ? EventListener.NONE
        : new OkHttpListener(progress, names, idle, this::makeRoom, this::released);
  }

  /**
   * Closes what is idle where one more connection would be too many.
   *
   * <p>The calls that have their turn are never more than the connections that there may be; so
   * only idle ones can be too many, and only those of other servers, since a call takes an idle one
   * of its own.
   */
  private void makeRoom() {
    if (servers.size() > 1
        && connections.idleConnectionCount() + inUse.getAsInt()
            > settings.sizes().maxConnections()) {
      connections.evictAll();
    }
  }
}
