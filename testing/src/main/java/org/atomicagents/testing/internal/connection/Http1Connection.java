package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 connection; one thread reads requests and writes responses. */
final class Http1Connection extends ClientConnection {
  private record ByteDelay(RequestHandling handling, TimeSource time, Duration perByte) {}

  private final ObservedInput inbound = inbound();
  private boolean terminateInHead;
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
  public boolean exceedsStreamLimit(RequestHandling handling) {
    return false;
  }

  @Override
  public void finish(RequestHandling handling) {
    super.finish(handling);
    slowResponse = null;
  }

  @Override
  public void slowDown(RequestHandling handling, TimeSource time, Duration perByte) {
    slowResponse = new ByteDelay(handling, time, perByte);
  }

  @Override
  public void terminateInHead(RequestHandling handling) {
    terminateInHead = true;
  }

  @Override
  public void goAway(RequestHandling handling) {
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
    ByteDelay delay = slowResponse;
    if (isTerminated()) {
      throw terminatedException();
    } else if (terminateInHead) {
      sendHalfHead(bytes.readBytes());
    } else if (delay != null) {
      sendSlowly(bytes.readBytes(), delay);
    } else {
      writer().writeNow(bytes);
    }
  }

  private void sendHalfHead(byte[] bytes) {
    int headLength = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    writer().writeNow(BufferData.create(bytes, 0, headLength / 2));
    end();
    throw terminatedException();
  }

  private void sendSlowly(byte[] bytes, ByteDelay delay) {
    try {
      for (int i = 0; i < bytes.length; i++) {
        writer().writeNow(BufferData.create(bytes, i, 1));
        delay.handling.sleep(delay.time, delay.perByte);
      }
    } catch (InterruptedException e) {
      if (!delay.handling.isClientGone()) {
        Thread.currentThread().interrupt();
      }
      throw new CloseConnectionException(
          "The client has disconnected or cancelled the request.", e);
    }
  }
}
