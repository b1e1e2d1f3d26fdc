package org.atomicagents.internal.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;

/** An HTTP/2 server over TLS that sends the same throttled response to every request. */
final class Http2Server implements AutoCloseable {
  static final int LENGTH = 400;

  // Strongly referenced, because a garbage-collected logger loses its level. It logs every reset.
  private static final Logger LOG = Logger.getLogger("okhttp3.OkHttpClient");

  private final HeldCertificate certificate =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  private final CountDownLatch lateRequested = new CountDownLatch(1);
  private final CountDownLatch lateReleased = new CountDownLatch(1);
  private final MockWebServer server = new MockWebServer();

  private Http2Server() throws IOException {
    LOG.setLevel(Level.WARNING);
    var handshake = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    server.useHttps(handshake.sslSocketFactory());
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
            if (request.getUrl().encodedPath().equals("/late")) {
              lateRequested.countDown();
              lateReleased.await();
            }
            return new MockResponse.Builder()
                .body("x".repeat(LENGTH))
                .throttleBody(LENGTH / 8, 2, TimeUnit.MILLISECONDS)
                .build();
          }
        });
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  static Http2Server start() throws IOException {
    return new Http2Server();
  }

  URI uri(String path) {
    return URI.create("https://127.0.0.1:" + server.getPort() + path);
  }

  /** Waits until {@code /late} is requested. */
  void awaitLate() throws InterruptedException {
    lateRequested.await();
  }

  /** Releases the responses to {@code /late}, which are held back until then. */
  void releaseLate() {
    lateReleased.countDown();
  }

  /** Returns a pool that trusts this server. */
  ConnectionPool pool() {
    return poolBuilder().build();
  }

  ConnectionPool.Builder poolBuilder() {
    return ConnectionPool.builder()
        .tls(TlsSettings.system().withTrusted(certificate.certificate()))
        .maxConnections(1_000);
  }

  @Override
  public void close() {
    server.close();
  }
}
