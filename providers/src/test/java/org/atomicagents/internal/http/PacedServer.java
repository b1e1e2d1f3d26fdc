package org.atomicagents.internal.http;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import okio.Buffer;
import okio.Sink;
import okio.Socket;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;

/**
 * A server that streams one piece a second until its client hangs up, and notes in which order what
 * happened; a HEAD and {@code /whole} are answered at once.
 */
public interface PacedServer extends AutoCloseable {
  /** What it does, and what is done to it. */
  enum Seen {
    PIECE,
    HANG_UP
  }

  /** What it speaks. */
  enum Version {
    /** HTTP/1.1, without TLS. */
    HTTP_1,
    /** HTTP/2, with TLS. */
    HTTP_2;

    /** A server that streams this piece. */
    public PacedServer start(String piece) {
      assumeTrue(
          this == HTTP_1 || Runtime.version().feature() >= 24,
          "On Java 21 to 23 the pool speaks HTTP/1.1 only (docs/adr/0013)");
      try {
        return this == HTTP_1 ? new Http1(piece) : new Http2(piece);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isAnsweredAtOnce(String method, String path) {
    return method.equals("HEAD") || path.equals("/whole");
  }

  private static String body(String method) {
    return method.equals("HEAD") ? "" : "whole";
  }

  URI uri(String path);

  /** Settings of a pool that trusts it. */
  ConnectionPool.Builder pool();

  /** The next piece is due a second from now: a slow machine takes nothing from a test's time. */
  void beat();

  /** What it saw next; waits for it. */
  Seen take() throws InterruptedException;

  /** Connections that it has served until now. */
  int connections();

  @Override
  void close();

  /** A second that begins anew. */
  final class Beat {
    private volatile long due;

    void now() {
      due = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    }

    /** How much of it is left, in whole milliseconds. */
    Duration left() {
      return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()));
    }
  }

  /** The server on raw sockets. */
  final class Http1 implements PacedServer {
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final Beat beat = new Beat();
    private final LoopbackServer server;

    private Http1(String piece) {
      this.server =
          LoopbackServer.start((request, client) -> {
            if (isAnsweredAtOnce(request.method(), request.path())) {
              client.respond(200, "text/event-stream", body(request.method()));
              return;
            }
            client.begin(200, "text/event-stream");
            do {
              seen.add(Seen.PIECE);
              client.chunk(piece);
              beat.now();
            } while (!hangsUpBeforeTheNextPiece(client));
            seen.add(Seen.HANG_UP);
            client.hangUp();
          });
    }

    private boolean hangsUpBeforeTheNextPiece(LoopbackServer.Client client) throws IOException {
      for (Duration left = beat.left(); left.isPositive(); left = beat.left()) {
        if (client.hangsUpWithin(left)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void beat() {
      beat.now();
    }

    @Override
    public URI uri(String path) {
      return server.uri(path);
    }

    @Override
    public ConnectionPool.Builder pool() {
      return ConnectionPool.builder();
    }

    @Override
    public Seen take() throws InterruptedException {
      return seen.take();
    }

    @Override
    public int connections() {
      return server.connections();
    }

    @Override
    public void close() {
      server.close();
    }
  }

  /** The server of the HTTP library's own tests, which tells of a reset stream. */
  final class Http2 extends Dispatcher implements PacedServer {
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final Beat beat = new Beat();
    private final BlockingQueue<Integer> connections = new LinkedBlockingQueue<>();
    private final MockWebServer server = new MockWebServer();
    private final HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private final String piece;

    private Http2(String piece) throws IOException {
      this.piece = piece;
      server.useHttps(
          new HandshakeCertificates.Builder()
              .heldCertificate(certificate)
              .build()
              .sslSocketFactory());
      server.setDispatcher(this);
      server.start(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      connections.add(request.getConnectionIndex());
      var answer =
          new MockResponse.Builder().clearHeaders().setHeader("Content-Type", "text/event-stream");
      return isAnsweredAtOnce(request.getMethod(), request.getTarget())
          ? answer.body(body(request.getMethod())).build()
          : answer.socketHandler(this::stream).build();
    }

    // A reset is told by a write only, even by one of nothing.
    private void stream(Socket socket) {
      Sink sink = socket.getSink();
      try {
        while (true) {
          seen.add(Seen.PIECE);
          write(sink);
          beat.now();
          while (beat.left().isPositive()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            sink.flush();
          }
        }
      } catch (IOException e) {
        seen.add(Seen.HANG_UP);
      }
    }

    @Override
    public void beat() {
      beat.now();
    }

    private void write(Sink sink) throws IOException {
      var buffer = new Buffer().write(piece.getBytes(StandardCharsets.UTF_8));
      sink.write(buffer, buffer.size());
      sink.flush();
    }

    @Override
    public URI uri(String path) {
      return URI.create("https://localhost:" + server.getPort() + path);
    }

    @Override
    public ConnectionPool.Builder pool() {
      return ConnectionPool.builder()
          .tls(TlsSettings.system().withTrusted(certificate.certificate()));
    }

    @Override
    public Seen take() throws InterruptedException {
      return seen.take();
    }

    @Override
    public int connections() {
      return (int) connections.stream().distinct().count();
    }

    @Override
    public void close() {
      server.close();
    }
  }
}
