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
 * A server that streams one chunk every five seconds until its client closes the stream, and
 * records these events in order. It responds immediately to HEAD requests and to {@code /whole}.
 */
public interface PacedServer extends AutoCloseable {
  /** An event that the server records. */
  enum Seen {
    /** The server has sent a chunk. */
    PIECE,
    /** The client has closed the stream. */
    HANG_UP
  }

  /** The protocol of a server. */
  enum Version {
    /** HTTP/1.1, without TLS. */
    HTTP_1,
    /** HTTP/2, with TLS. */
    HTTP_2;

    /** Starts a server that streams the given chunk. */
    public PacedServer start(String chunk) {
      assumeTrue(
          this == HTTP_1 || Runtime.version().feature() >= 24,
          "On Java 21 to 23 the pool speaks HTTP/1.1 only (docs/adr/0013)");
      try {
        return this == HTTP_1 ? new Http1(chunk) : new Http2(chunk);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static boolean isImmediate(String method, String path) {
    return method.equals("HEAD") || path.equals("/whole");
  }

  private static String body(String method) {
    return method.equals("HEAD") ? "" : "whole";
  }

  URI uri(String path);

  /** Returns a builder of pools that trust this server. */
  ConnectionPool.Builder pool();

  /** Restarts the time until the next chunk, so that a slow machine does not shorten it. */
  void beat();

  /** Waits for the next event and returns it. */
  Seen take() throws InterruptedException;

  /** Returns the number of connections served so far. */
  int connections();

  @Override
  void close();

  /** A timer of five seconds that can be restarted. */
  final class ChunkTimer {
    // Longer than a busy machine stops: the client must act before the next chunk.
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private volatile long dueNanos;

    void restart() {
      dueNanos = System.nanoTime() + INTERVAL_NANOS;
    }

    /** Returns the remaining time, in whole milliseconds. */
    Duration remaining() {
      return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(dueNanos - System.nanoTime()));
    }
  }

  /** A server on raw sockets. */
  final class Http1 implements PacedServer {
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final ChunkTimer timer = new ChunkTimer();
    private final LoopbackServer server;

    private Http1(String chunk) {
      this.server =
          LoopbackServer.start((request, client) -> {
            if (isImmediate(request.method(), request.path())) {
              client.respond(200, "text/event-stream", body(request.method()));
              return;
            }
            client.begin(200, "text/event-stream");
            do {
              seen.add(Seen.PIECE);
              client.chunk(chunk);
              timer.restart();
            } while (!hangsUpBeforeTheNextChunk(client));
            seen.add(Seen.HANG_UP);
            client.hangUp();
          });
    }

    private boolean hangsUpBeforeTheNextChunk(LoopbackServer.Client client) throws IOException {
      for (Duration wait = timer.remaining(); wait.isPositive(); wait = timer.remaining()) {
        if (client.hangsUpWithin(wait)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void beat() {
      timer.restart();
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

  /** A server on MockWebServer, which reports reset streams. */
  final class Http2 extends Dispatcher implements PacedServer {
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final ChunkTimer timer = new ChunkTimer();
    private final BlockingQueue<Integer> connections = new LinkedBlockingQueue<>();
    private final MockWebServer server = new MockWebServer();
    private final HeldCertificate certificate =
        new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    private final String chunk;

    private Http2(String chunk) throws IOException {
      this.chunk = chunk;
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
      var response =
          new MockResponse.Builder().clearHeaders().setHeader("Content-Type", "text/event-stream");
      return isImmediate(request.getMethod(), request.getTarget())
          ? response.body(body(request.getMethod())).build()
          : response.socketHandler(this::stream).build();
    }

    // Only a write reports a reset; a write of zero bytes suffices.
    private void stream(Socket socket) {
      Sink sink = socket.getSink();
      try {
        while (true) {
          seen.add(Seen.PIECE);
          write(sink);
          timer.restart();
          while (timer.remaining().isPositive()) {
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
      timer.restart();
    }

    private void write(Sink sink) throws IOException {
      var buffer = new Buffer().write(chunk.getBytes(StandardCharsets.UTF_8));
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
