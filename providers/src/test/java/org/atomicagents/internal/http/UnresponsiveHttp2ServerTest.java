package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls to an HTTP/2 server that opens its flow-control windows and then reads nothing. */
@Timeout(60)
@RequiresHttp2
class UnresponsiveHttp2ServerTest {
  private static final int PREFACE_LENGTH = 24;
  private static final int LARGE_BODY = 48_000_000;

  private final HeldCertificate certificate =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
  private final LinkedBlockingQueue<SSLSocket> accepted = new LinkedBlockingQueue<>();

  @Test
  void abandonsAConnectionWhoseServerStopsReading() throws Exception {
    try (SSLServerSocket server = startServer();
        var pool = pool()) {
      Thread.ofVirtual().start(() -> acceptConnections(server));
      URI uri = URI.create("https://127.0.0.1:" + server.getLocalPort() + "/");
      HttpRequest large = HttpRequest.post(uri, "text/plain", new byte[LARGE_BODY]);

      var failure = catchThrowableOfType(TimedOutException.class, () -> get(pool, large));
      assertThat(failure.limit()).isEqualTo(Limit.FIRST_BYTE);
      for (int i = 0; i < 10 && accepted.size() < 2; i++) {
        assertThat(catchThrowable(() -> get(pool, HttpRequest.get(uri)))).isNotNull();
      }

      assertThat(accepted).hasSize(2);
      assertThat(pool.status().runningCalls()).isZero();
    }
  }

  private static void get(ConnectionPool pool, HttpRequest http) {
    PoolCalls.open(pool, http, RunContext.standalone()).close();
  }

  private ConnectionPool pool() {
    return ConnectionPool.builder()
        .tls(TlsSettings.system().withTrusted(certificate.certificate()))
        .firstByteTimeout(Duration.ofMillis(500))
        .drainTimeout(Duration.ZERO)
        .build();
  }

  private SSLServerSocket startServer() throws IOException {
    var handshake = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    var server =
        (SSLServerSocket)
            handshake
                .sslContext()
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var parameters = server.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {"h2"});
    server.setSSLParameters(parameters);
    return server;
  }

  private void acceptConnections(SSLServerSocket server) {
    try {
      while (true) {
        var socket = (SSLSocket) server.accept();
        socket.startHandshake();
        socket.getInputStream().readNBytes(PREFACE_LENGTH);
        socket.getOutputStream().write(maxWindowFrames());
        accepted.add(socket);
      }
    } catch (IOException e) {
      // The test has closed the server.
    }
  }

  /**
   * Returns SETTINGS with the maximum stream window, and an update to the maximum connection
   * window.
   */
  private static byte[] maxWindowFrames() {
    ByteBuffer frames = ByteBuffer.allocate(28);
    frames.put((byte) 0).putShort((short) 6).put((byte) 4).put((byte) 0).putInt(0);
    frames.putShort((short) 4).putInt(Integer.MAX_VALUE);
    frames.put((byte) 0).putShort((short) 4).put((byte) 8).put((byte) 0).putInt(0);
    frames.putInt(Integer.MAX_VALUE - 65_535);
    return frames.array();
  }
}
