package org.atomicagents.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import okhttp3.Call;
import okhttp3.ConnectionSpec;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp 5.
 *
 * <p>Addresses without TLS get a client of their own, since setting up TLS reads the machine's
 * certificates, which takes longer than a call to a server on the same machine.
 */
final class OkHttpTransport implements Transport {
  // Not even for a moment: llama.cpp's server closes a connection right behind its answer.
  private static final Duration TRUSTED = Duration.ZERO;

  private final PoolLimits limits;
  private final IdleCheck idle;
  private final BoundedDns names;
  private final okhttp3.ConnectionPool connections;
  private final OkHttpClient plain;
  private final ReentrantLock building = new ReentrantLock();
  private volatile @Nullable OkHttpClient secure;

  /**
   * A client that opens nothing yet.
   *
   * @param system looks up host names, however long that takes
   * @param trusted how long a connection may be unused without being looked at
   */
  OkHttpTransport(PoolLimits limits, Dns system, Duration trusted) {
    this.limits = limits;
    this.idle = new IdleCheck(trusted);
    this.names = new BoundedDns(system, limits.connect());
    this.connections =
        new okhttp3.ConnectionPool(
            limits.maxIdle(), limits.idle().toMillis(), TimeUnit.MILLISECONDS);
    this.plain =
        new OkHttpClient.Builder()
            .connectionPool(connections)
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .protocols(List.of(Protocol.HTTP_2, Protocol.HTTP_1_1))
            .connectTimeout(limits.connect())
            .readTimeout(limits.firstByte())
            .writeTimeout(limits.firstByte())
            .retryOnConnectionFailure(true)
            .followRedirects(false)
            .followSslRedirects(false)
            .dns(names)
            .eventListenerFactory(this::listener)
            .build();
  }

  /** With the system's look-up of names. */
  static OkHttpTransport of(PoolLimits limits) {
    return new OkHttpTransport(limits, Dns.SYSTEM, TRUSTED);
  }

  @Override
  public Flight prepare(HttpCall http, long nanosAtMost, Progress progress) {
    boolean isSecure = http.uri().getScheme().equalsIgnoreCase("https");
    Call call = (isSecure ? secure() : plain).newCall(request(http, progress));
    call.timeout().timeout(nanosAtMost, TimeUnit.NANOSECONDS);
    return new OkHttpFlight(call, limits.betweenChunks());
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
    connections.evictAll();
  }

  private static Request request(HttpCall http, Progress progress) {
    byte[] body = http.body();
    var request =
        new Request.Builder()
            .url(http.uri().toString())
            .method(http.method(), body == null ? null : new OnceBody(body))
            .tag(Progress.class, progress);
    http.headers().forEach(request::header);
    return request.build();
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
        client = plain.newBuilder().connectionSpecs(List.of(ConnectionSpec.MODERN_TLS)).build();
        secure = client;
      }
      return client;
    } finally {
      building.unlock();
    }
  }

  private EventListener listener(Call call) {
    Progress progress = call.request().tag(Progress.class);
    return progress == null ? EventListener.NONE : new OkHttpListener(progress, names, idle);
  }
}
