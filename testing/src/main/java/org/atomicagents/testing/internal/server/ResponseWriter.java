package org.atomicagents.testing.internal.server;

import io.helidon.http.Status;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.testing.internal.connection.ClientConnection;
import org.atomicagents.testing.internal.connection.RequestHandling;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.testing.internal.server.SimulatedResponse.EventStream;
import org.jspecify.annotations.Nullable;

/** Brings one answer to its client, or what its fault leaves of it. */
final class ResponseWriter {
  /** How bytes are written. */
  private interface ByteWriter {
    void write(OutputStream out, byte[] bytes) throws IOException, InterruptedException;
  }

  private final ServerResponse response;
  private final ClientConnection connection;
  private final RequestHandling exchange;
  private final ResponsePacing pace;

  ResponseWriter(
      ServerResponse response,
      ClientConnection line,
      RequestHandling exchange,
      ResponsePacing pace) {
    this.response = response;
    this.connection = line;
    this.exchange = exchange;
    this.pace = pace;
  }

  void send(SimulatedResponse reply, @Nullable InjectedFault fault) throws InterruptedException {
    try {
      if (fault == null) {
        send(reply);
      } else {
        send(reply, fault.effect());
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CloseConnectionException("The client has gone.", e);
    }
  }

  private void send(SimulatedResponse reply, FaultEffect effect)
      throws IOException, InterruptedException {
    switch (effect) {
      case FaultEffect.ErrorResponse refusal -> send(errorResponse(refusal));
      case FaultEffect.ContentCorruption how -> send(ResponseCorruptor.corrupt(reply, how));
      case FaultEffect.SlowResponse(Duration perByte) -> sendSlowly(reply, perByte);
      case FaultEffect.UnprocessedStream.REFUSED_STREAM -> throw refusedStream();
      case FaultEffect.UnprocessedStream.GO_AWAY -> {
        connection.goAway(exchange);
        throw new CloseConnectionException("The client was sent away.");
      }
      case FaultEffect.AbortedResponse(FaultEffect.AbortPoint at, FaultEffect.AbortKind way) -> {
        sendUpTo(at, reply);
        stop(way);
      }
    }
  }

  /** Resets the stream of a request that was not processed. */
  static CloseConnectionException refusedStream() {
    var cause = new Http2Exception(Http2ErrorCode.REFUSED_STREAM, "The stream was refused.");
    return new CloseConnectionException("The stream was refused.", cause);
  }

  private static CompleteBody errorResponse(FaultEffect.ErrorResponse refusal) {
    CompleteBody plain = CompleteBody.json(refusal.error().status(), refusal.error().body());
    Duration wait = refusal.retryAfter();
    if (wait == null) {
      return plain;
    }
    Map<String, String> headers = new HashMap<>(plain.headers());
    headers.put("retry-after", Long.toString(wait.plusSeconds(1).minusNanos(1).toSeconds()));
    headers.put("retry-after-ms", Long.toString(Math.max(1, wait.toMillis())));
    return new CompleteBody(plain.status(), headers, plain.body(), 0);
  }

  private void send(SimulatedResponse reply) throws IOException, InterruptedException {
    if (reply instanceof CompleteBody whole) {
      writeHead(whole, pace.start());
      response.send(bytes(whole.body()));
    } else {
      finish(write(reply, false, ResponseWriter::writeAndFlush));
    }
  }

  private void sendUpTo(FaultEffect.AbortPoint point, SimulatedResponse reply)
      throws IOException, InterruptedException {
    switch (point) {
      case BEFORE_HEADERS -> {}
      case IN_HEADERS -> {
        connection.terminateInHead(exchange);
        send(reply);
      }
      case IN_BODY -> write(reply, true, ResponseWriter::writeAndFlush);
    }
  }

  private void stop(FaultEffect.AbortKind way) throws InterruptedException {
    switch (way) {
      case SILENCE -> exchange.awaitDisconnect();
      case END -> connection.end();
      case RESET -> connection.reset();
    }
    throw new CloseConnectionException("The connection was dropped.");
  }

  private void sendSlowly(SimulatedResponse reply, Duration perByte)
      throws IOException, InterruptedException {
    if (connection.isHttp2()) {
      finish(write(reply, false, (out, bytes) -> writeSlowly(out, bytes, perByte)));
    } else {
      connection.slowDown(exchange, pace.time(), perByte);
      send(reply);
    }
  }

  /** Writes an answer, or half of it, and doesn't end it. */
  private OutputStream write(SimulatedResponse reply, boolean half, ByteWriter pen)
      throws IOException, InterruptedException {
    return switch (reply) {
      case CompleteBody whole -> write(whole, half, pen);
      case EventStream stream -> write(stream, half, pen);
    };
  }

  private OutputStream write(CompleteBody whole, boolean half, ByteWriter pen)
      throws IOException, InterruptedException {
    byte[] body = bytes(whole.body());
    writeHead(whole, pace.start());
    response.header("content-length", Integer.toString(body.length));
    OutputStream out = response.outputStream();
    pen.write(out, half ? Arrays.copyOf(body, ResponseCorruptor.firstHalf(body.length)) : body);
    return out;
  }

  private OutputStream write(EventStream stream, boolean half, ByteWriter pen)
      throws IOException, InterruptedException {
    ResponsePacing.ChunkSchedule beat = pace.start();
    response.header("content-type", "text/event-stream; charset=utf-8");
    response.header("cache-control", "no-cache");
    List<String> events = stream.events();
    int end = half ? ResponseCorruptor.firstHalf(events.size()) : events.size();
    OutputStream out = response.outputStream();
    for (int i = 0; i < end; i++) {
      if (stream.isPaced(i)) {
        beat.await(exchange);
      }
      pen.write(out, bytes(events.get(i)));
    }
    return out;
  }

  // Only after the last byte: closed earlier, a broken answer would look like a whole one.
  private static void finish(OutputStream out) throws IOException {
    out.close();
  }

  private static void writeAndFlush(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private void writeSlowly(OutputStream out, byte[] bytes, Duration perByte)
      throws IOException, InterruptedException {
    for (byte b : bytes) {
      out.write(b);
      out.flush();
      exchange.sleep(pace.time(), perByte);
    }
  }

  private void writeHead(CompleteBody whole, ResponsePacing.ChunkSchedule beat)
      throws InterruptedException {
    for (int i = 0; i < whole.chunkIntervals(); i++) {
      beat.await(exchange);
    }
    response.status(Status.create(whole.status()));
    whole.headers().forEach((name, value) -> response.header(name, value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
