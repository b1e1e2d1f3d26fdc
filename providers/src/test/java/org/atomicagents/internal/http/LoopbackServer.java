package org.atomicagents.internal.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on a raw socket of the loopback address: a test decides each byte and each pause. */
public final class LoopbackServer implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> hungUp = new LinkedBlockingQueue<>();

  private LoopbackServer(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers one request; what it throws ends the connection. */
  @FunctionalInterface
  public interface Script {
    void answer(Received request, Client client) throws Exception;
  }

  /** A request as it came; header names in lower case. */
  public record Received(String method, String path, Map<String, String> headers, String body) {}

  public static LoopbackServer start(Script script) {
    try {
      return new LoopbackServer(script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers each request with the same. */
  public static LoopbackServer answering(int status, String contentType, String body) {
    return start((request, client) -> client.respond(status, contentType, body));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** The next request; waits for it. */
  public Received takeRequest() throws InterruptedException {
    return received.take();
  }

  /** Requests that nobody has taken. */
  public int requests() {
    return received.size();
  }

  /** Connections that were opened until now. */
  public int connections() {
    return connections.get();
  }

  /** Waits until a client has closed its connection; scripts that call awaitHangUp tell it. */
  public void takeHangUp() throws InterruptedException {
    hungUp.take();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        connections.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedInputStream(socket.getInputStream());
      var client = new Client(socket, in);
      Received request = read(in);
      while (request != null) {
        received.add(request);
        script.answer(request, client);
        request = read(in);
      }
    } catch (Exception e) {
      // The test sees what its client makes of the closed connection.
    } finally {
      open.remove(socket);
    }
  }

  private static Received read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null || first.isEmpty()) {
      return null;
    }
    var headers = new HashMap<String, String>();
    for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String[] parts = first.split(" ", -1);
    return new Received(parts[0], parts[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        return null;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** The other side of one connection. */
  public final class Client {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Client(Socket socket, InputStream in) throws IOException {
      this.socket = socket;
      this.in = in;
      this.out = socket.getOutputStream();
    }

    /** A whole answer with its length, in one write. */
    public void respond(int status, String contentType, String body, String... headers)
        throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      var head = head(status, contentType, headers);
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      var whole = new ByteArrayOutputStream();
      whole.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      whole.writeBytes(bytes);
      out.write(whole.toByteArray());
      out.flush();
    }

    /** The head of an answer that comes in chunks. */
    public void begin(int status, String contentType, String... headers) throws IOException {
      raw(
          head(status, contentType, headers)
              .append("Transfer-Encoding: chunked\r\n\r\n")
              .toString());
    }

    public void chunk(String text) throws IOException {
      chunk(text.getBytes(StandardCharsets.UTF_8));
    }

    public void chunk(byte[] bytes) throws IOException {
      var chunk = new ByteArrayOutputStream();
      chunk.writeBytes(
          (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
      chunk.writeBytes(bytes);
      chunk.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
      out.write(chunk.toByteArray());
      out.flush();
    }

    /** The last chunk and the end of an answer, in one write: no pause can come between them. */
    public void last(String text) throws IOException {
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      raw(Integer.toHexString(length) + "\r\n" + text + "\r\n0\r\n\r\n");
    }

    /** The end of an answer that comes in chunks. */
    public void end() throws IOException {
      raw("0\r\n\r\n");
    }

    public void raw(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** Cuts the connection. */
    public void hangUp() throws IOException {
      socket.close();
    }

    /** Waits until the other side has closed the connection. */
    public void awaitHangUp() {
      try {
        while (in.read() >= 0) {
          // Whatever still comes doesn't matter.
        }
      } catch (IOException e) {
        // A reset closes it as well.
      }
      hungUp.add(true);
    }

    /** Whether the other side closes the connection within a time. */
    public boolean hangsUpWithin(Duration time) throws IOException {
      socket.setSoTimeout(Math.toIntExact(time.toMillis()));
      try {
        return in.read() < 0;
      } catch (SocketTimeoutException e) {
        return false;
      } catch (IOException e) {
        return true;
      } finally {
        if (!socket.isClosed()) {
          socket.setSoTimeout(0);
        }
      }
    }

    private StringBuilder head(int status, String contentType, String... headers) {
      var head = new StringBuilder("HTTP/1.1 ").append(status).append(" X\r\n");
      if (!contentType.isEmpty()) {
        head.append("Content-Type: ").append(contentType).append("\r\n");
      }
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      return head;
    }
  }
}
