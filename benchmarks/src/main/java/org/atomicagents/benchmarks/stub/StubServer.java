package org.atomicagents.benchmarks.stub;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.benchmarks.measure.FixedRatePacer;

/**
 * A provider process that sends the same text to every request, with the timing of its {@link
 * StubScript}: complete in the {@link StubProtocol} of the request's path, or as the stream of a
 * chat completion.
 *
 * <p>A minimal HTTP/1.1 server on blocking sockets and virtual threads, so that the client
 * dominates the measurement. Prints its port and exits at the end of its standard input.
 */
public final class StubServer {
  /** The first word of the response {@code answer}. */
  public static final String FIRST_WORD = "Rayleigh";

  // Thousands of connections arrive at the same time.
  private static final int BACKLOG = 4_096;
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");

  private final StubScript script;
  private final Map<StubProtocol, byte[]> completeResponses = new EnumMap<>(StubProtocol.class);
  private final byte[] streamedResponse;
  private final List<byte[]> chunks;

  private StubServer(StubScript script) {
    CannedResponse response = CannedResponse.of(script);
    this.script = script;
    for (StubProtocol protocol : StubProtocol.values()) {
      byte[] body = protocol.completeBody(script.text());
      completeResponses.put(protocol, joined(List.of(withLength("application/json", body), body)));
    }
    byte[] events = joined(response.events());
    this.streamedResponse = joined(List.of(withLength("text/event-stream", events), events));
    this.chunks = response.events().stream().map(StubServer::chunk).toList();
  }

  /** Starts the server; the arguments are those of its script. */
  public static void main(String[] args) throws IOException {
    var server = new StubServer(StubScript.parse(List.of(args)));
    var socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> server.accept(socket));
    System.out.println(socket.getLocalPort());
    awaitEndOfInput();
  }

  /** Blocks until the parent process closes its end of the pipe or exits. */
  static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {
      // Input is ignored.
    }
  }

  private void accept(ServerSocket socket) {
    while (true) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        throw new IllegalStateException("The stub server cannot accept connections", e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream(), 4_096);
      OutputStream out = connection.getOutputStream();
      String requestLine = line(in);
      while (!requestLine.isEmpty()) {
        String body = new String(in.readNBytes(bodyLength(in)), StandardCharsets.ISO_8859_1);
        respond(StubProtocol.ofPath(requestLine.split(" ", -1)[1]), isStreamRequest(body), out);
        requestLine = line(in);
      }
    } catch (IOException e) {
      // The client closed the connection.
    }
  }

  /**
   * Returns whether the request is for a stream. Some clients write a space before or after the
   * colon.
   */
  static boolean isStreamRequest(String body) {
    int key = body.indexOf("\"stream\"");
    int value = key < 0 ? -1 : body.indexOf(':', key);
    return value > 0 && body.substring(value + 1).stripLeading().startsWith("true");
  }

  private void respond(StubProtocol protocol, boolean stream, OutputStream out) throws IOException {
    if (!stream) {
      FixedRatePacer.pause(script.delay());
      out.write(Objects.requireNonNull(completeResponses.get(protocol)));
    } else if (script.every().isZero()) {
      out.write(streamedResponse);
    } else {
      out.write(head("text/event-stream", "transfer-encoding: chunked"));
      var pacer = new FixedRatePacer(script.every());
      for (int i = 0; i < chunks.size(); i++) {
        pacer.await(i);
        out.write(chunks.get(i));
      }
      out.write(LAST_CHUNK);
    }
  }

  /** Reads the headers and returns the length of the body. */
  private static int bodyLength(InputStream in) throws IOException {
    int length = 0;
    String line = line(in);
    while (!line.isEmpty()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
      line = line(in);
    }
    return length;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder(80);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        if (line.isEmpty()) {
          return "";
        }
        throw new EOFException();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static byte[] withLength(String type, byte[] body) {
    return head(type, "content-length: " + body.length);
  }

  private static byte[] head(String type, String framing) {
    return ascii(
        "HTTP/1.1 200 OK\r\ncontent-type: "
            + type
            + "\r\nx-request-id: req_417\r\n"
            + framing
            + "\r\n\r\n");
  }

  private static byte[] chunk(byte[] event) {
    return joined(List.of(ascii(Integer.toHexString(event.length) + "\r\n"), event, ascii("\r\n")));
  }

  private static byte[] joined(List<byte[]> parts) {
    var joined = new ByteArrayOutputStream();
    parts.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
