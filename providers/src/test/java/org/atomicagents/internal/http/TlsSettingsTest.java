package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.TransportException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class TlsSettingsTest {

  @Test
  void rejectsAServerWithAnUntrustedCertificate() {
    try (var provider = SimulatedProvider.builder().tls().start();
        var pool = ConnectionPool.ofDefaults()) {
      TransportException failure =
          catchThrowableOfType(TransportException.class, () -> getModels(pool, provider));

      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure.stage()).isEqualTo(TransportException.Stage.CONNECT);
      assertThat(failure.getMessage())
          .startsWith("Could not connect to https://" + provider.baseUrl().getRawAuthority() + " (")
          .contains("unable to find valid certification path to requested target")
          .endsWith(
              ").\n"
                  + "If the server is yours, trust its certificate:"
                  + " ConnectionPool.builder().tls(TlsSettings.system().withTrusted(...)).");
      assertThat(provider.requests()).isEmpty();
    }
  }

  @Test
  void rejectsACertificateForAnotherHost() {
    try (var provider =
            SimulatedProvider.builder().tls().certificateFor("elsewhere.example").start();
        var pool = trusting(provider.certificate())) {
      TransportException failure =
          catchThrowableOfType(TransportException.class, () -> getModels(pool, provider));

      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure.getMessage())
          .startsWith("Could not connect to https://" + provider.baseUrl().getRawAuthority() + " (")
          .contains("not verified")
          .endsWith(
              ").\n"
                  + "The certificate of the server is for another host name: check the address.");
      assertThat(provider.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"-20, -10, NotAfter", "10, 20, NotBefore"})
  void rejectsACertificateOutsideItsValidityPeriod(int from, int to, String reason)
      throws Exception {
    Instant now = Instant.now();
    var authority = new HeldCertificate.Builder().certificateAuthority(0).build();
    var certificate =
        new HeldCertificate.Builder()
            .signedBy(authority)
            .addSubjectAlternativeName("localhost")
            .validityInterval(
                now.plus(Duration.ofDays(from)).toEpochMilli(),
                now.plus(Duration.ofDays(to)).toEpochMilli())
            .build();
    var handshake = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    try (var server = new MockWebServer();
        var pool = trusting(authority.certificate())) {
      server.useHttps(handshake.sslSocketFactory());
      server.start();
      HttpRequest http =
          HttpRequest.get(URI.create("https://localhost:" + server.getPort()))
              .withHeader("Authorization", "Bearer sk-secret");

      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> PoolCalls.open(pool, http, RunContext.standalone()));

      assertThat(failure.stage()).isEqualTo(TransportException.Stage.CONNECT);
      assertThat(failure.isRetryable()).isFalse();
      assertThat(failure.getMessage()).contains(reason);
      assertThat(server.getRequestCount()).isZero();
    }
  }

  @Test
  @RequiresHttp2
  void usesHttp2WithATrustedServer() {
    try (var provider = SimulatedProvider.builder().tls().start();
        var pool = trusting(provider.certificate())) {
      try (HttpResponse response = getModels(pool, provider)) {
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.isConnectionShared()).isTrue();
      }
    }
  }

  @Test
  void readsCertificatesFromAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("company.pem");
    try (var provider = SimulatedProvider.builder().tls().start()) {
      Files.writeString(
          file,
          "the company's authority\n" + pem(unrelatedCertificate()) + pem(provider.certificate()),
          StandardCharsets.US_ASCII);
      try (var pool = ConnectionPool.builder().tls(TlsSettings.system().withTrusted(file)).build();
          HttpResponse response = getModels(pool, provider)) {
        assertThat(response.status()).isEqualTo(200);
      }
    }
  }

  @Test
  void keepsTrustingTheCertificatesOfThePlatform() {
    int platformCount = TlsSettings.system().trustManager().getAcceptedIssuers().length;

    int extendedCount =
        TlsSettings.system()
            .withTrusted(unrelatedCertificate())
            .trustManager()
            .getAcceptedIssuers()
            .length;

    assertThat(extendedCount).isEqualTo(platformCount + 1);
  }

  @Test
  void rejectsAFileWithoutCertificates(@TempDir Path folder) throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");
    Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no certificate");

    assertThatThrownBy(() -> TlsSettings.system().withTrusted(empty))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            empty + " contains no certificate.\nExpected PEM: -----BEGIN CERTIFICATE-----.");
    assertThatThrownBy(() -> TlsSettings.system().withTrusted(garbage))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(garbage + ": expected certificates in PEM, found something else (");
    assertThatThrownBy(() -> TlsSettings.system().withTrusted(folder.resolve("none.pem")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(
            "Could not read the certificates in " + folder.resolve("none.pem") + ": ");
  }

  @Test
  void presentsTheClientCertificateToAServerThatRequestsIt() throws Exception {
    var client = new HeldCertificate.Builder().commonName("client").build();
    var server = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    var handshake =
        new HandshakeCertificates.Builder()
            .heldCertificate(server)
            .addTrustedCertificate(client.certificate())
            .build();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "client",
        client.keyPair().getPrivate(),
        "password".toCharArray(),
        new Certificate[] {client.certificate()});
    TlsSettings tls =
        TlsSettings.system()
            .withTrusted(server.certificate())
            .withClientKey(keys, "password".toCharArray());
    try (SSLServerSocket socket =
            (SSLServerSocket)
                handshake
                    .sslContext()
                    .getServerSocketFactory()
                    .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        var pool = ConnectionPool.builder().tls(tls).build()) {
      socket.setNeedClientAuth(true);
      CompletableFuture<Certificate> presented = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> respondOnce(socket, presented));
      HttpRequest http =
          HttpRequest.get(URI.create("https://localhost:" + socket.getLocalPort() + "/"));

      try (HttpResponse response = PoolCalls.open(pool, http, RunContext.standalone())) {
        assertThat(response.status()).isEqualTo(204);
      }

      assertThat(presented.get()).isEqualTo(client.certificate());
    }
  }

  private static void respondOnce(
      SSLServerSocket server, CompletableFuture<Certificate> presented) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      presented.complete(socket.getSession().getPeerCertificates()[0]);
      socket.getInputStream().read(new byte[4096]);
      socket.getOutputStream().write("HTTP/1.1 204 X\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      presented.completeExceptionally(e);
    }
  }

  private static X509Certificate unrelatedCertificate() {
    return new HeldCertificate.Builder().commonName("unrelated").build().certificate();
  }

  private static String pem(X509Certificate certificate) throws Exception {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  private static ConnectionPool trusting(X509Certificate certificate) {
    return ConnectionPool.builder().tls(TlsSettings.system().withTrusted(certificate)).build();
  }

  private static HttpResponse getModels(ConnectionPool pool, SimulatedProvider provider) {
    HttpRequest http = HttpRequest.get(URI.create(provider.baseUrl() + "/models"));
    return PoolCalls.open(pool, http, RunContext.standalone());
  }
}
