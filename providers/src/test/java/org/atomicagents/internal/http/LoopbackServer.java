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
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLServerSocket;

/** A server on a raw loopback socket; a test determines each byte and each pause. */
public final class LoopbackServer implements AutoCloseable {
  private final ServerSocket server;
  private final Script script;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> hungUp = new LinkedBlockingQueue<>();

  private LoopbackServer(ServerSocketFactory sockets, Script script) throws IOException {
    this.script = script;
    this.server = sockets.createServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Responds to one request; an exception closes the connection. */
  @FunctionalInterface
  public interface Script {
    void respond(Received request, Client client) throws Exception;
  }

  /** A received request, with header names in lower case. */
  public record Received(String method, String path, Map<String, String> headers, String body) {}

  public static LoopbackServer start(Script script) {
    return start(ServerSocketFactory.getDefault(), script);
  }

  /** Starts a server on a socket of a factory; it uses TLS if the factory does. */
  public static LoopbackServer start(ServerSocketFactory sockets, Script script) {
    try {
      return new LoopbackServer(sockets, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a server that sends the same response to each request. */
  public static LoopbackServer answering(int status, String contentType, String body) {
    return start((request, client) -> client.respond(status, contentType, body));
  }

  public URI uri(String path) {
    String scheme = server instanceof SSLServerSocket ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** Waits for the next request and returns it. */
  public Received takeRequest() throws InterruptedException {
    return received.take();
  }

  /** Returns the number of requests that were received but not taken. */
  public int requests() {
    return received.size();
  }

  /** Returns the number of connections opened so far. */
  public int connections() {
    return connections.get();
  }

  /** Waits until a client has closed a connection whose script calls {@link Client#awaitHangUp}. */
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
        script.respond(request, client);
        request = read(in);
      }
    } catch (Exception e) {
      // The test checks how its client handles the closed connection.
    } finally {
      open.remove(socket);
    }
  }

  private static Received read(InputStream in) throws IOException {
    String requestLine = readLine(in);
    if (requestLine == null || requestLine.isEmpty()) {
      return null;
    }
    var headers = new HashMap<String, String>();
    for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    String[] parts = requestLine.split(" ", -1);
    return new Received(parts[0], parts[1], headers, body);
  }

  private static String readLine(InputStream in) throws IOException {
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

  /** The server's side of one connection. */
  public final class Client {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Client(Socket socket, InputStream in) throws IOException {
      this.socket = socket;
      this.in = in;
      this.out = socket.getOutputStream();
    }

    /** Sends a complete response with its length, in one write. */
    public void respond(int status, String contentType, String body, String... headers)
        throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      var head = head(status, contentType, headers);
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      var response = new ByteArrayOutputStream();
      response.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
      response.writeBytes(bytes);
      out.write(response.toByteArray());
      out.flush();
    }

    /** Sends the head of a chunked response. */
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

    /**
     * Sends the last chunk and the end of a response in one write, without a pause between them.
     */
    public void last(String text) throws IOException {
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      raw(Integer.toHexString(length) + "\r\n" + text + "\r\n0\r\n\r\n");
    }

    /** Sends the end of a chunked response. */
    public void end() throws IOException {
      raw("0\r\n\r\n");
    }

    public void raw(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    /** Closes the connection. */
    public void hangUp() throws IOException {
      socket.close();
    }

    /** Waits until the client has closed the connection. */
    public void awaitHangUp() {
      try {
        while (in.read() >= 0) {
          // Further input is ignored.
        }
      } catch (IOException e) {
        // A reset also closes the connection.
      }
      hungUp.add(true);
    }

    /** Returns whether the client closes the connection within the given time. */
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
