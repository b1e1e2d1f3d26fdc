package org.atomicagents.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.atomicagents.benchmarks.orders.Sample;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider in a process of its own that answers every chat completion at once and alike, whole or
 * streamed as it is asked.
 *
 * <p>As little as HTTP/1.1 allows, on blocking sockets and virtual threads, so that what is
 * measured is the client. Prints its port, and ends when its standard input does.
 */
final class StubServer {
  /** The first word of the answer that is no order. */
  static final String FIRST_WORD = "Rayleigh";

  private static final String ANSWER =
      """
      {"text":"Rayleigh scattering: air scatters blue light more than red.","confidence":0.9,"followUps":["And at dusk?"]}\
      """;
  private static final int PIECE = 24;

  private final byte[] whole;
  private final byte[] streamed;

  private StubServer(String said) {
    String content = JsonMapper.shared().writeValueAsString(said);
    this.whole =
        response(
            "application/json",
            """
            {"id":"chatcmpl-417","object":"chat.completion","created":1790000000,"model":"stub",\
            "choices":[{"index":0,"message":{"role":"assistant","content":%s,"refusal":null},"logprobs":null,"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":290,"completion_tokens":140,"total_tokens":430},"system_fingerprint":"fp_1"}\
            """
                .formatted(content));
    this.streamed = response("text/event-stream", events(said));
  }

  /** Says an answer if that is the argument, and else an order. */
  public static void main(String[] args) throws IOException {
    var server = new StubServer(args[0].equals("answer") ? ANSWER : Sample.JSON);
    var socket = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> server.accept(socket));
    System.out.println(socket.getLocalPort());
    while (System.in.read() >= 0) {
      // Whoever started this holds the other end, and may say what it likes.
    }
  }

  private void accept(ServerSocket socket) {
    while (true) {
      try {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        throw new IllegalStateException("The stub server can't accept connections", e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream(), 16_384);
      OutputStream out = connection.getOutputStream();
      int length = bodyLength(in);
      while (length >= 0) {
        String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        out.write(body.contains("\"stream\":true") ? streamed : whole);
        length = bodyLength(in);
      }
    } catch (IOException e) {
      // A client may go whenever it likes.
    }
  }

  /** Reads a head; the length of the body that follows, or -1 at the end of the connection. */
  private static int bodyLength(InputStream in) throws IOException {
    int length = 0;
    String line = line(in);
    if (line.isEmpty()) {
      return -1;
    }
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

  private static byte[] response(String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ("HTTP/1.1 200 OK\r\ncontent-type: "
            + type
            + "\r\nx-request-id: req_417\r\ncontent-length: "
            + bytes.length
            + "\r\n\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String events(String said) {
    var events = new StringBuilder();
    for (int start = 0; start < said.length(); start += PIECE) {
      String piece = said.substring(start, Math.min(start + PIECE, said.length()));
      events.append(
          event("{\"content\":" + JsonMapper.shared().writeValueAsString(piece) + "}", "null"));
    }
    return events.append(event("{}", "\"stop\"")).append("data: [DONE]\n\n").toString();
  }

  private static String event(String delta, String finish) {
    return """
    data: {"id":"chatcmpl-417","object":"chat.completion.chunk","created":1790000000,"model":"stub",\
    "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

    """
        .formatted(delta, finish);
  }
}
