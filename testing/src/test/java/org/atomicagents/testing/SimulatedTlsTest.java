package org.atomicagents.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

class SimulatedTlsTest {
  private static final int MAX_CONCURRENT_STREAMS = 3;

  @Test
  void negotiatesThePreferredProtocolOfTheClient() throws Exception {
    try (var provider = SimulatedProvider.builder().tls().start()) {
      OkHttpClient both = client(provider);
      OkHttpClient http1Only = both.newBuilder().protocols(List.of(Protocol.HTTP_1_1)).build();

      assertThat(provider.baseUrl().toString()).startsWith("https://127.0.0.1:").endsWith("/v1");
      assertThat(send(both, provider)).isEqualTo(Protocol.HTTP_2);
      assertThat(send(http1Only, provider)).isEqualTo(Protocol.HTTP_1_1);
    }
  }

  @Test
  void hasACertificateForEveryNameOfTheLoopbackAddress() throws Exception {
    try (var provider = SimulatedProvider.builder().tls().start()) {
      HttpUrl byName = url(provider).newBuilder().host("localhost").build();

      assertThat(send(client(provider), byName)).isEqualTo(Protocol.HTTP_2);
    }
  }

  @Test
  void isNotTrustedByDefault() throws Exception {
    try (var provider = SimulatedProvider.builder().tls().start();
        var other = SimulatedProvider.builder().tls().start()) {
      assertThatThrownBy(() -> send(new OkHttpClient(), provider))
          .isInstanceOf(SSLHandshakeException.class);
      assertThatThrownBy(() -> send(client(other), provider))
          .isInstanceOf(SSLHandshakeException.class);
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void canUseACertificateForAnotherHost() throws Exception {
    try (var provider = SimulatedProvider.builder().certificateFor("elsewhere.example").start()) {
      OkHttpClient verifying = client(provider);
      OkHttpClient lenient =
          verifying.newBuilder().hostnameVerifier((host, session) -> true).build();

      assertThatThrownBy(() -> send(verifying, provider))
          .isInstanceOf(SSLPeerUnverifiedException.class)
          .hasMessageContaining("Hostname 127.0.0.1 not verified")
          .hasMessageContaining("elsewhere.example");
      assertThat(send(lenient, provider)).isEqualTo(Protocol.HTTP_2);
      assertThat(provider.requests()).hasSize(1);
    }
  }

  @Test
  void announcesTheStreamLimit() throws Exception {
    try (var defaults = SimulatedProvider.start();
        var defaultWithTls = SimulatedProvider.builder().tls().start();
        var few = SimulatedProvider.builder().tls().maxStreams(7).start()) {
      assertThat(streamLimit(defaults)).isEqualTo(100);
      assertThat(streamLimit(defaultWithTls)).isEqualTo(100);
      assertThat(streamLimit(few)).isEqualTo(7);
    }
  }

  @Test
  void completesAThousandConcurrentStreams() throws Exception {
    var clock = new SteppedClock();
    try (var provider =
            SimulatedProvider.builder()
                .tls()
                .timeSource(clock)
                .firstTokenDelay(Duration.ofSeconds(1))
                .start();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<OkHttpClient> clients = Stream.generate(() -> client(provider)).limit(10).toList();
      clock.release(clients.size());
      for (OkHttpClient client : clients) {
        // Opens the connection that the calls of this client share.
        send(client, provider);
        clock.awaitSleep();
      }

      List<Future<Protocol>> calls =
          IntStream.range(0, 1_000)
              .mapToObj(i -> call(threads, clients.get(i % clients.size()), provider))
              .toList();
      for (int i = 0; i < calls.size(); i++) {
        clock.awaitSleep();
      }
      // The requests that opened the connections may still be ending.
      ActiveRequests.await(provider, 1_000);
      clock.release(1_000);

      for (Future<Protocol> call : calls) {
        assertThat(call.get()).isEqualTo(Protocol.HTTP_2);
      }
    }
  }

  @Test
  void hasNoCertificateWithoutTls() {
    try (var provider = SimulatedProvider.start()) {
      assertThatThrownBy(provider::certificate)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "The provider at %s has no certificate: start it with builder().tls()."
                  .formatted(provider.baseUrl()));
    }
  }

  @Test
  void generatesACertificatePerProvider() {
    try (var provider = SimulatedProvider.builder().tls().start();
        var other = SimulatedProvider.builder().tls().start()) {
      X509Certificate certificate = provider.certificate();

      assertThat(certificate).isNotEqualTo(other.certificate());
      assertThat(certificate.getBasicConstraints()).isZero();
    }
  }

  private static int streamLimit(SimulatedProvider provider) throws IOException {
    try (var connection = new RawHttp2Connection(provider)) {
      RawHttp2Connection.Frame settings = connection.nextOfAnyType();
      assertThat(settings.type()).isEqualTo(RawHttp2Connection.SETTINGS);
      for (int offset = 0; offset < settings.payload().limit(); offset += 6) {
        if (settings.number(offset) >>> 16 == MAX_CONCURRENT_STREAMS) {
          return settings.number(offset + 2);
        }
      }
      throw new AssertionError("The server announced no stream limit.");
    }
  }

  private static Future<Protocol> call(
      ExecutorService threads, OkHttpClient client, SimulatedProvider provider) {
    return threads.submit(() -> send(client, provider));
  }

  private static OkHttpClient client(SimulatedProvider provider) {
    var trust = TrustedCertificates.of(provider);
    return new OkHttpClient.Builder()
        .readTimeout(Duration.ofSeconds(30))
        .sslSocketFactory(trust.sslSocketFactory(), trust.trustManager())
        .build();
  }

  private static HttpUrl url(SimulatedProvider provider) {
    return HttpUrl.get(provider.baseUrl() + "/chat/completions");
  }

  private static Protocol send(OkHttpClient client, SimulatedProvider provider) throws IOException {
    return send(client, url(provider));
  }

  private static Protocol send(OkHttpClient client, HttpUrl url) throws IOException {
    String body = ChatHttpClient.request("hello").put("stream", true).toString();
    var request =
        new Request.Builder()
            .url(url)
            .post(RequestBody.create(body, MediaType.get("application/json")))
            .build();
    try (Response response = client.newCall(request).execute()) {
      assertThat(ChatHttpClient.chunks(response.body().string())).isNotEmpty();
      return response.protocol();
    }
  }
}
