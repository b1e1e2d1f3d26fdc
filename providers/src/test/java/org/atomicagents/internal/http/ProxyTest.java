package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.atomicagents.error.TransportException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProxyTest {
  // dXNlcjpwQHNz is the Base64 form of user:p@ss
  private static final String BASIC = "Basic dXNlcjpwQHNz";

  @Test
  void sendsACallWithoutTlsToTheProxyWithCredentials() throws Exception {
    try (var proxy = LoopbackServer.answering(200, "text/plain", "from the proxy");
        var pool =
            ConnectionPool.builder()
                .proxy(URI.create("http://user:p%40ss@127.0.0.1:" + proxy.uri("").getPort()))
                .build()) {
      HttpRequest http =
          HttpRequest.post(
              URI.create("http://models.invalid/v1/x"),
              "text/plain",
              "body".getBytes(StandardCharsets.UTF_8));

      try (HttpResponse response = PoolCalls.open(pool, http, RunContext.standalone())) {
        assertThat(response.status()).isEqualTo(200);
      }

      LoopbackServer.Received received = proxy.takeRequest();
      assertThat(received.path()).isEqualTo("http://models.invalid/v1/x");
      assertThat(received.body()).isEqualTo("body");
      assertThat(received.headers()).containsEntry("proxy-authorization", BASIC);
    }
  }

  @Test
  void sendsACallOverTlsThroughATunnelThatNeverSeesTheKey() throws Exception {
    try (var provider = SimulatedProvider.builder().tls().start();
        var proxy = TunnelProxy.wanting(BASIC);
        var pool =
            ConnectionPool.builder()
                .tls(TlsSettings.system().withTrusted(provider.certificate()))
                .proxy(URI.create("http://user:p%40ss@127.0.0.1:" + proxy.port()))
                .build()) {
      HttpRequest http =
          HttpRequest.get(URI.create(provider.baseUrl() + "/models"))
              .withHeader("Authorization", "Bearer sk-secret");

      try (HttpResponse response = PoolCalls.open(pool, http, RunContext.standalone())) {
        assertThat(response.status()).isEqualTo(200);
      }

      assertThat(proxy.heads())
          .isNotEmpty()
          .allSatisfy(head ->
              assertThat(head)
                  .startsWith("CONNECT " + provider.baseUrl().getRawAuthority() + " HTTP/1.1")
                  .doesNotContain("sk-secret"));
      assertThat(provider.requests().getFirst().headers()).doesNotContainKey("proxy-authorization");
    }
  }

  @Test
  void reportsAWrongPasswordWithoutRevealingIt() throws Exception {
    try (var provider = SimulatedProvider.builder().tls().start();
        var proxy = TunnelProxy.wanting("Basic something-else");
        var pool =
            ConnectionPool.builder()
                .tls(TlsSettings.system().withTrusted(provider.certificate()))
                .proxy(URI.create("http://user:p%40ss@127.0.0.1:" + proxy.port()))
                .build()) {
      HttpRequest http = HttpRequest.get(URI.create(provider.baseUrl() + "/models"));

      assertThatThrownBy(() -> PoolCalls.open(pool, http, RunContext.standalone()))
          .isInstanceOf(TransportException.class)
          .hasMessage(
              "The proxy for https://%s rejected the user name and password.\nCheck the address passed to ConnectionPool.builder().proxy(...)."
                  .formatted(provider.baseUrl().getRawAuthority()));
    }
  }

  @Test
  void selectsTheProxyOfEachAddress() throws Exception {
    try (var proxy = LoopbackServer.answering(200, "text/plain", "from the proxy");
        var server = LoopbackServer.answering(200, "text/plain", "direct");
        var pool =
            ConnectionPool.builder()
                .proxy(
                    new SingleHostProxySelector(
                        "models.invalid",
                        new Proxy(
                            Proxy.Type.HTTP,
                            new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), proxy.uri("").getPort()))))
                .build()) {
      PoolCalls.open(
              pool,
              HttpRequest.get(URI.create("http://models.invalid/v1/x")),
              RunContext.standalone())
          .close();
      PoolCalls.open(pool, HttpRequest.get(server.uri("/y")), RunContext.standalone()).close();

      assertThat(proxy.takeRequest().path()).isEqualTo("http://models.invalid/v1/x");
      assertThat(server.takeRequest().path()).isEqualTo("/y");
    }
  }

  @Test
  void sendsACallThroughASocksProxy() throws Exception {
    try (var server = LoopbackServer.answering(200, "text/plain", "ok");
        var proxy = SocksProxy.start();
        var pool =
            ConnectionPool.builder()
                .proxy(URI.create("socks://127.0.0.1:" + proxy.port()))
                .build()) {
      PoolCalls.open(pool, HttpRequest.get(server.uri("/x")), RunContext.standalone()).close();

      assertThat(proxy.targets()).containsExactly("127.0.0.1:" + server.uri("").getPort());
      assertThat(server.takeRequest().path()).isEqualTo("/x");
    }
  }

  @Test
  void rejectsInvalidProxyAddressesWithoutRevealingThem() {
    assertThatThrownBy(
            () -> ConnectionPool.builder().proxy(URI.create("http://user:secret@nowhere")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("proxy: expected http://host:port or socks://host:port");
    assertThatThrownBy(() -> ConnectionPool.builder().proxy(URI.create("//proxy:1")))
        .hasMessage("proxy: expected the scheme http or socks, found none");
    assertThatThrownBy(
            () -> ConnectionPool.builder().proxy(URI.create("socks://user:secret@proxy:1")))
        .hasMessage("proxy: expected no user name in the address of a SOCKS proxy, found one");
    assertThatThrownBy(() -> ConnectionPool.builder().proxy(URI.create("ftp://proxy:1")))
        .hasMessage("proxy: expected the scheme http or socks, found ftp");
  }

  /** Selects a proxy for one host and none for others. */
  private static final class SingleHostProxySelector extends ProxySelector {
    private final String host;
    private final Proxy proxy;

    SingleHostProxySelector(String host, Proxy proxy) {
      this.host = host;
      this.proxy = proxy;
    }

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(uri.getHost().equals(host) ? proxy : Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      throw new AssertionError(failure);
    }
  }
}
