package org.atomicagents.testing.internal.line;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.atomicagents.model.TimeSource;
import org.jspecify.annotations.Nullable;

/** A connection by HTTP/1.1: one thread reads, answers and writes. */
final class Http1Line extends Line {
  private record Slowness(Exchange exchange, TimeSource time, Duration perByte) {}

  private final Inbound inbound = inbound();
  private boolean cutsHead;
  private @Nullable Slowness slowness;

  Http1Line(ConnectionContext server, SocketChannel socket) {
    super(server, socket);
  }

  @Override
  ConnectionContext context() {
    return context(inbound);
  }

  @Override
  public boolean isHttp2() {
    return false;
  }

  @Override
  public boolean isOneTooMany(Exchange exchange) {
    return false;
  }

  @Override
  public void finish(Exchange exchange) {
    super.finish(exchange);
    slowness = null;
  }

  @Override
  public void slowDown(Exchange exchange, TimeSource time, Duration perByte) {
    slowness = new Slowness(exchange, time, perByte);
  }

  @Override
  public void cutInHead(Exchange exchange) {
    cutsHead = true;
  }

  @Override
  public void goAway(Exchange exchange) {
    throw new UnsupportedOperationException("HTTP/1.1 has no GOAWAY.");
  }

  @Override
  void beforeWait() {
    inbound.readAhead();
  }

  @Override
  void came(byte[] bytes) {}

  @Override
  void send(BufferData bytes) {
    Slowness slow = slowness;
    if (isCut()) {
      throw wasCut();
    } else if (cutsHead) {
      sendHalfAHead(bytes.readBytes());
    } else if (slow != null) {
      trickle(bytes.readBytes(), slow);
    } else {
      out().writeNow(bytes);
    }
  }

  private void sendHalfAHead(byte[] bytes) {
    int head = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    out().writeNow(BufferData.create(bytes, 0, head / 2));
    end();
    throw wasCut();
  }

  private void trickle(byte[] bytes, Slowness slow) {
    try {
      for (int i = 0; i < bytes.length; i++) {
        out().writeNow(BufferData.create(bytes, i, 1));
        slow.exchange.sleep(slow.time, slow.perByte);
      }
    } catch (InterruptedException e) {
      if (!slow.exchange.isOver()) {
        Thread.currentThread().interrupt();
      }
      throw new CloseConnectionException("Nobody waits for the rest.", e);
    }
  }
}
