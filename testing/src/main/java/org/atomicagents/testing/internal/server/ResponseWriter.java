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
import java.util.List;
import org.atomicagents.testing.internal.connection.ClientConnection;
import org.atomicagents.testing.internal.connection.RequestHandling;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.testing.internal.server.SimulatedResponse.EventStream;
import org.jspecify.annotations.Nullable;

/** Sends one response to the client and applies its fault. */
final class ResponseWriter {
  /** Writes bytes to the response body. */
  private interface ByteWriter {
    void write(OutputStream out, byte[] bytes) throws IOException, InterruptedException;
  }

  private final ServerResponse response;
  private final ClientConnection connection;
  private final RequestHandling handling;
  private final ResponsePacing pacing;
  private final ErrorFormat errors;
  private final String requestId;

  ResponseWriter(
      ServerResponse response,
      ClientConnection connection,
      RequestHandling handling,
      ResponsePacing pacing,
      ErrorFormat errors,
      String requestId) {
    this.response = response;
    this.connection = connection;
    this.handling = handling;
    this.pacing = pacing;
    this.errors = errors;
    this.requestId = requestId;
  }

  void send(SimulatedResponse simulated, @Nullable InjectedFault fault)
      throws InterruptedException {
    try {
      if (fault == null) {
        send(simulated);
      } else {
        send(simulated, fault.effect());
      }
    } catch (IOException | UncheckedIOException e) {
      throw new CloseConnectionException("The client has disconnected.", e);
    }
  }

  private void send(SimulatedResponse simulated, FaultEffect effect)
      throws IOException, InterruptedException {
    switch (effect) {
      case FaultEffect.ErrorResponse error ->
          send(errors.response(error.error(), error.retryAfter(), requestId));
      case FaultEffect.ContentCorruption corruption ->
          send(ResponseCorruptor.corrupt(simulated, corruption, errors));
      case FaultEffect.SlowResponse(Duration perByte) -> sendSlowly(simulated, perByte);
      case FaultEffect.UnprocessedStream.REFUSED_STREAM -> throw refusedStream();
      case FaultEffect.UnprocessedStream.GO_AWAY -> {
        connection.goAway(handling);
        throw new CloseConnectionException("The connection was closed with GOAWAY.");
      }
      case FaultEffect.AbortedResponse(
              FaultEffect.AbortPoint point,
              FaultEffect.AbortKind kind) -> {
        sendUpTo(point, simulated);
        abort(kind);
      }
    }
  }

  /** Returns an exception that resets the stream of an unprocessed request. */
  static CloseConnectionException refusedStream() {
    var cause = new Http2Exception(Http2ErrorCode.REFUSED_STREAM, "The stream was refused.");
    return new CloseConnectionException("The stream was refused.", cause);
  }

  private void send(SimulatedResponse simulated) throws IOException, InterruptedException {
    if (simulated instanceof CompleteBody complete) {
      writeHead(complete, pacing.start());
      response.send(bytes(complete.body()));
    } else {
      finish(write(simulated, false, ResponseWriter::writeAndFlush));
    }
  }

  private void sendUpTo(FaultEffect.AbortPoint point, SimulatedResponse simulated)
      throws IOException, InterruptedException {
    switch (point) {
      case BEFORE_HEADERS -> {}
      case IN_HEADERS -> {
        connection.terminateInHead(handling);
        send(simulated);
      }
      case IN_BODY -> write(simulated, true, ResponseWriter::writeAndFlush);
    }
  }

  private void abort(FaultEffect.AbortKind kind) throws InterruptedException {
    switch (kind) {
      case SILENCE -> handling.awaitDisconnect();
      case END -> connection.end();
      case RESET -> connection.reset();
    }
    throw new CloseConnectionException("The connection was dropped.");
  }

  private void sendSlowly(SimulatedResponse simulated, Duration perByte)
      throws IOException, InterruptedException {
    if (connection.isHttp2()) {
      finish(write(simulated, false, (out, bytes) -> writeSlowly(out, bytes, perByte)));
    } else {
      connection.slowDown(handling, pacing.time(), perByte);
      send(simulated);
    }
  }

  /** Writes a response, or half of it, and returns the unclosed body. */
  private OutputStream write(SimulatedResponse simulated, boolean half, ByteWriter writer)
      throws IOException, InterruptedException {
    return switch (simulated) {
      case CompleteBody complete -> write(complete, half, writer);
      case EventStream stream -> write(stream, half, writer);
    };
  }

  private OutputStream write(CompleteBody complete, boolean half, ByteWriter writer)
      throws IOException, InterruptedException {
    byte[] body = bytes(complete.body());
    writeHead(complete, pacing.start());
    response.header("content-length", Integer.toString(body.length));
    OutputStream out = response.outputStream();
    writer.write(out, half ? Arrays.copyOf(body, ResponseCorruptor.firstHalf(body.length)) : body);
    return out;
  }

  private OutputStream write(EventStream stream, boolean half, ByteWriter writer)
      throws IOException, InterruptedException {
    ResponsePacing.ChunkSchedule schedule = pacing.start();
    response.header("content-type", "text/event-stream; charset=utf-8");
    response.header("cache-control", "no-cache");
    List<String> events = stream.events();
    int end = half ? ResponseCorruptor.firstHalf(events.size()) : events.size();
    OutputStream out = response.outputStream();
    for (int i = 0; i < end; i++) {
      if (stream.isPaced(i)) {
        schedule.await(handling);
      }
      writer.write(out, bytes(events.get(i)));
    }
    return out;
  }

  // Called only after the last byte: closing makes an aborted response look complete.
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
      handling.sleep(pacing.time(), perByte);
    }
  }

  private void writeHead(CompleteBody complete, ResponsePacing.ChunkSchedule schedule)
      throws InterruptedException {
    for (int i = 0; i < complete.chunkIntervals(); i++) {
      schedule.await(handling);
    }
    response.status(Status.create(complete.status()));
    complete.headers().forEach((name, value) -> response.header(name, value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
