package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.atomicagents.model.TimeSource;
import org.jspecify.annotations.Nullable;

/** A connection by HTTP/1.1: one thread reads, answers and writes. */
final class Http1Connection extends ClientConnection {
  private record ByteDelay(RequestHandling exchange, TimeSource time, Duration perByte) {}

  private final ObservedInput inbound = inbound();
  private boolean terminatesHead;
  private @Nullable ByteDelay slowResponse;

  Http1Connection(ConnectionContext server, SocketChannel socket) {
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
  public boolean exceedsStreamLimit(RequestHandling exchange) {
    return false;
  }

  @Override
  public void finish(RequestHandling exchange) {
    super.finish(exchange);
    slowResponse = null;
  }

  @Override
  public void slowDown(RequestHandling exchange, TimeSource time, Duration perByte) {
    slowResponse = new ByteDelay(exchange, time, perByte);
  }

  @Override
  public void terminateInHead(RequestHandling exchange) {
    terminatesHead = true;
  }

  @Override
  public void goAway(RequestHandling exchange) {
    throw new UnsupportedOperationException("HTTP/1.1 has no GOAWAY.");
  }

  @Override
  void beforeWait() {
    inbound.readAhead();
  }

  @Override
  void received(byte[] bytes) {}

  @Override
  void send(BufferData bytes) {
    ByteDelay slow = slowResponse;
    if (isTerminated()) {
      throw terminatedException();
    } else if (terminatesHead) {
      sendHalfHead(bytes.readBytes());
    } else if (slow != null) {
      sendSlowly(bytes.readBytes(), slow);
    } else {
      writer().writeNow(bytes);
    }
  }

  private void sendHalfHead(byte[] bytes) {
    int head = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    writer().writeNow(BufferData.create(bytes, 0, head / 2));
    end();
    throw terminatedException();
  }

  private void sendSlowly(byte[] bytes, ByteDelay slow) {
    try {
      for (int i = 0; i < bytes.length; i++) {
        writer().writeNow(BufferData.create(bytes, i, 1));
        slow.exchange.sleep(slow.time, slow.perByte);
      }
    } catch (InterruptedException e) {
      if (!slow.exchange.isClientGone()) {
        Thread.currentThread().interrupt();
      }
      throw new CloseConnectionException("Nobody waits for the rest.", e);
    }
  }
}
