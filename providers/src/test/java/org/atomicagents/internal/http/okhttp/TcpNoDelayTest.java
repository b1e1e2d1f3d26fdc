package org.atomicagents.internal.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.SocketFactory;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import org.atomicagents.http.HostResolver;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.FixedProxySelector;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.http.PoolSettings;
import org.atomicagents.internal.http.SocksProxy;
import org.atomicagents.internal.http.TransportListener;
import org.atomicagents.internal.http.TunnelProxy;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** TCP_NODELAY on the sockets that carry requests of 32 KB to real servers. */
@Timeout(60)
class TcpNoDelayTest {
  private static final int BODY_BYTES = 32 * 1024;

  @Test
  void isSetWithoutTls() throws Exception {
    try (var server = LoopbackServer.answering(200, "text/plain", "ok")) {
      assertThat(noDelayWhenSent(server.uri("/"), TlsSettings.system(), null))
          .containsExactly(true);

      assertThat(server.takeRequest().body()).hasSize(BODY_BYTES);
    }
  }

  @Test
  void isSetOverTls() throws Exception {
    try (var server = SimulatedProvider.builder().tls().start()) {
      TlsSettings tls = TlsSettings.system().withTrusted(server.certificate());

      assertThat(noDelayWhenSent(server.baseUrl(), tls, null)).containsExactly(true);
    }
  }

  @Test
  void isSetThroughAnHttpProxy() throws Exception {
    try (var proxy = LoopbackServer.answering(200, "text/plain", "ok")) {
      assertThat(
              noDelayWhenSent(
                  URI.create("http://models.invalid/"),
                  TlsSettings.system(),
                  proxy("http", proxy.uri("").getPort())))
          .containsExactly(true);

      assertThat(proxy.takeRequest().body()).hasSize(BODY_BYTES);
    }
  }

  @Test
  void isSetThroughATunnel() throws Exception {
    try (var server = SimulatedProvider.builder().tls().start();
        var proxy = TunnelProxy.wanting("Basic dTpw")) {
      TlsSettings tls = TlsSettings.system().withTrusted(server.certificate());

      assertThat(noDelayWhenSent(server.baseUrl(), tls, proxy("http", proxy.port())))
          .containsExactly(true);

      assertThat(proxy.heads()).isNotEmpty();
    }
  }

  @Test
  void isSetThroughASocksProxy() throws Exception {
    try (var server = LoopbackServer.answering(200, "text/plain", "ok");
        var proxy = SocksProxy.start()) {
      assertThat(
              noDelayWhenSent(server.uri("/"), TlsSettings.system(), proxy("socks", proxy.port())))
          .containsExactly(true);

      assertThat(proxy.targets()).hasSize(1);
    }
  }

  @Test
  void isSetThroughASocksProxyOverTls() throws Exception {
    try (var server = SimulatedProvider.builder().tls().start();
        var proxy = SocksProxy.start()) {
      TlsSettings tls = TlsSettings.system().withTrusted(server.certificate());

      assertThat(noDelayWhenSent(server.baseUrl(), tls, proxy("socks", proxy.port())))
          .containsExactly(true);
    }
  }

  @Test
  void isSetByEveryMethodOfTheFactories() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (var server = new ServerSocket(0, 10, loopback)) {
      int port = server.getLocalPort();
      for (SocketFactory factory :
          List.of(NoDelaySocketFactory.ofSockets(), NoDelaySocketFactory.ofChannels())) {
        try (Socket unconnected = factory.createSocket();
            Socket byName = factory.createSocket("localhost", port);
            Socket byAddress = factory.createSocket(loopback, port);
            Socket byNameBound = factory.createSocket("localhost", port, loopback, 0);
            Socket byAddressBound = factory.createSocket(loopback, port, loopback, 0)) {
          assertThat(List.of(unconnected, byName, byAddress, byNameBound, byAddressBound))
              .allMatch(TcpNoDelayTest::noDelay);
        }
      }
    }
  }

  /** Returns the option of each socket at the start of a request. */
  private static List<Boolean> noDelayWhenSent(
      URI uri, TlsSettings tls, @Nullable FixedProxySelector proxy) throws Exception {
    var options = new CopyOnWriteArrayList<Boolean>();
    var transport = new OkHttpTransport(settings(tls, proxy), () -> 1);
    try {
      HttpRequest http = HttpRequest.post(uri, "text/plain", new byte[BODY_BYTES]);
      var call = (OkHttpCall) transport.prepare(http, new IgnoringListener());
      call.call().addEventListener(new NoDelayRecorder(options));
      call.send();
      call.release();
    } finally {
      transport.close();
    }
    return options;
  }

  private static FixedProxySelector proxy(String scheme, int port) {
    String userInfo = scheme.equals("http") ? "u:p@" : "";
    return new FixedProxySelector(URI.create(scheme + "://" + userInfo + "127.0.0.1:" + port));
  }

  private static PoolSettings settings(TlsSettings tls, @Nullable FixedProxySelector proxy) {
    Duration time = Duration.ofSeconds(30);
    ProxySelector proxies = proxy;
    return new PoolSettings(
        new PoolSettings.PoolSizes(1, 1, 1),
        new PoolSettings.PoolTimeouts(time, time, time, time, time, time, time),
        tls,
        HostResolver.system(),
        proxies,
        proxy == null ? null : proxy.credentials());
  }

  private static boolean noDelay(Socket socket) {
    try {
      return socket.getTcpNoDelay();
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Records the option before the first byte of a request. */
  private static final class NoDelayRecorder extends EventListener {
    private final List<Boolean> options;
    private @Nullable Connection connection;

    NoDelayRecorder(List<Boolean> options) {
      this.options = options;
    }

    @Override
    public void connectionAcquired(Call call, Connection acquired) {
      connection = acquired;
    }

    @Override
    public void requestHeadersStart(Call call) {
      options.add(connection != null && noDelay(connection.socket()));
    }
  }

  private static final class IgnoringListener implements TransportListener {
    @Override
    public void connecting() {}

    @Override
    public void startingTls() {}

    @Override
    public void connected(boolean shared) {}

    @Override
    public void disconnected() {}

    @Override
    public void sending() {}
  }
}
