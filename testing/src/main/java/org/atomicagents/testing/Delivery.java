package org.atomicagents.testing;

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
import org.atomicagents.testing.Reply.Streamed;
import org.atomicagents.testing.Reply.Whole;
import org.atomicagents.testing.internal.line.Exchange;
import org.atomicagents.testing.internal.line.Line;
import org.jspecify.annotations.Nullable;

/** Brings one answer to its client, or what its fault leaves of it. */
final class Delivery {
  /** How bytes are written. */
  private interface Pen {
    void write(OutputStream out, byte[] bytes) throws IOException, InterruptedException;
  }

  private final ServerResponse response;
  private final Line line;
  private final Exchange exchange;
  private final Pace pace;

  Delivery(ServerResponse response, Line line, Exchange exchange, Pace pace) {
    this.response = response;
    this.line = line;
    this.exchange = exchange;
    this.pace = pace;
  }

  void send(Reply reply, @Nullable InjectedFault fault) throws InterruptedException {
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

  private void send(Reply reply, Effect effect) throws IOException, InterruptedException {
    switch (effect) {
      case Effect.Refusal refusal -> send(refusal(refusal));
      case Effect.Spoilt how -> send(Spoiler.spoil(reply, how));
      case Effect.Slow(Duration perByte) -> sendSlowly(reply, perByte);
      case Effect.Unprocessed.REFUSED_STREAM -> throw refused();
      case Effect.Unprocessed.GO_AWAY -> {
        line.goAway(exchange);
        throw new CloseConnectionException("The client was sent away.");
      }
      case Effect.Stop(Effect.Point at, Effect.Way way) -> {
        sendUpTo(at, reply);
        stop(way);
      }
    }
  }

  /** Resets the stream of a request that was not processed. */
  static CloseConnectionException refused() {
    var cause = new Http2Exception(Http2ErrorCode.REFUSED_STREAM, "The stream was refused.");
    return new CloseConnectionException("The stream was refused.", cause);
  }

  private static Whole refusal(Effect.Refusal refusal) {
    Whole plain = Whole.json(refusal.told().status(), refusal.told().body());
    Duration wait = refusal.retryAfter();
    if (wait == null) {
      return plain;
    }
    Map<String, String> headers = new HashMap<>(plain.headers());
    headers.put("retry-after", Long.toString(wait.plusSeconds(1).minusNanos(1).toSeconds()));
    headers.put("retry-after-ms", Long.toString(Math.max(1, wait.toMillis())));
    return new Whole(plain.status(), headers, plain.body(), 0);
  }

  private void send(Reply reply) throws IOException, InterruptedException {
    if (reply instanceof Whole whole) {
      begin(whole, pace.start());
      response.send(bytes(whole.body()));
    } else {
      finish(write(reply, false, Delivery::plainly));
    }
  }

  private void sendUpTo(Effect.Point point, Reply reply) throws IOException, InterruptedException {
    switch (point) {
      case BEFORE_HEADERS -> {}
      case IN_HEADERS -> {
        line.cutInHead(exchange);
        send(reply);
      }
      case IN_BODY -> write(reply, true, Delivery::plainly);
    }
  }

  private void stop(Effect.Way way) throws InterruptedException {
    switch (way) {
      case SILENCE -> exchange.hang();
      case END -> line.end();
      case RESET -> line.reset();
    }
    throw new CloseConnectionException("The connection was dropped.");
  }

  private void sendSlowly(Reply reply, Duration perByte) throws IOException, InterruptedException {
    if (line.isHttp2()) {
      finish(write(reply, false, (out, bytes) -> trickle(out, bytes, perByte)));
    } else {
      line.slowDown(exchange, pace.time(), perByte);
      send(reply);
    }
  }

  /** Writes an answer, or half of it, and doesn't end it. */
  private OutputStream write(Reply reply, boolean half, Pen pen)
      throws IOException, InterruptedException {
    return switch (reply) {
      case Whole whole -> write(whole, half, pen);
      case Streamed stream -> write(stream, half, pen);
    };
  }

  private OutputStream write(Whole whole, boolean half, Pen pen)
      throws IOException, InterruptedException {
    byte[] body = bytes(whole.body());
    begin(whole, pace.start());
    response.header("content-length", Integer.toString(body.length));
    OutputStream out = response.outputStream();
    pen.write(out, half ? Arrays.copyOf(body, Spoiler.half(body.length)) : body);
    return out;
  }

  private OutputStream write(Streamed stream, boolean half, Pen pen)
      throws IOException, InterruptedException {
    Pace.Beat beat = pace.start();
    response.header("content-type", "text/event-stream; charset=utf-8");
    response.header("cache-control", "no-cache");
    List<String> events = stream.events();
    int end = half ? Spoiler.half(events.size()) : events.size();
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

  private static void plainly(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private void trickle(OutputStream out, byte[] bytes, Duration perByte)
      throws IOException, InterruptedException {
    for (byte b : bytes) {
      out.write(b);
      out.flush();
      exchange.sleep(pace.time(), perByte);
    }
  }

  private void begin(Whole whole, Pace.Beat beat) throws InterruptedException {
    for (int i = 0; i < whole.beats(); i++) {
      beat.await(exchange);
    }
    response.status(Status.create(whole.status()));
    whole.headers().forEach((name, value) -> response.header(name, value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
