package org.atomicagents.testing.internal.line;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.model.TimeSource;

/** A connection by HTTP/2: one thread reads, and each stream's own thread answers and writes. */
final class Http2Line extends Line {
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int SETTING = 6;

  private final int maxStreams;
  private final Streams streams;
  private final FrameScanner scanner = new FrameScanner(this::came);
  private final Lock writing = new ReentrantLock();
  private volatile int cutsHeadOf = -1;

  Http2Line(ConnectionContext server, SocketChannel socket, int maxStreams) {
    super(server, socket);
    this.maxStreams = maxStreams;
    this.streams = new Streams(maxStreams);
  }

  @Override
  ConnectionContext context() {
    return context(inbound());
  }

  @Override
  public boolean isHttp2() {
    return true;
  }

  @Override
  public Exchange begin(int stream) {
    Exchange exchange = super.begin(stream);
    // The client may have given up before this thread came.
    if (!streams.isAwaited(stream)) {
      exchange.end();
    }
    return exchange;
  }

  @Override
  public boolean isOneTooMany(Exchange exchange) {
    return streams.isRefused(exchange.stream());
  }

  /** Does nothing: bytes of a frame can't wait without those of other streams. */
  @Override
  public void slowDown(Exchange exchange, TimeSource time, Duration perByte) {}

  @Override
  public void cutInHead(Exchange exchange) {
    cutsHeadOf = exchange.stream();
  }

  @Override
  public void goAway(Exchange exchange) {
    int last = streams.leave(exchange.stream());
    for (Exchange other : exchanges()) {
      if (other != exchange && streams.isLeft(other.stream())) {
        other.end();
      }
    }
    write(Frame.goAway(last));
  }

  @Override
  void beforeWait() {}

  @Override
  void came(byte[] bytes) {
    scanner.scan(bytes);
  }

  private void came(Frame frame) {
    if (frame.type() == Frame.HEADERS) {
      streams.opened(frame.stream());
    } else if (frame.type() == Frame.RST_STREAM) {
      streams.closed(frame.stream());
      exchanges().stream()
          .filter(exchange -> exchange.stream() == frame.stream())
          .forEach(Exchange::end);
    }
  }

  @Override
  void send(BufferData bytes) {
    Frame frame = Frame.of(bytes);
    // The server resets a stream also where the client has, or was told that it is left alone.
    boolean wasOpen = frame.endsStream() && streams.closed(frame.stream());
    if (frame.type() == Frame.RST_STREAM && (isCut() || !wasOpen)) {
      return;
    }
    if (frame.type() == Frame.HEADERS && frame.stream() == cutsHeadOf) {
      write(BufferData.create(bytes.readBytes(), 0, Frame.HEAD + frame.length() / 2));
      end();
      throw wasCut();
    }
    boolean isLimit = frame.type() == Frame.SETTINGS && (frame.flags() & Frame.ACK) == 0;
    write(isLimit ? limited(bytes.readBytes()) : bytes);
  }

  private void write(BufferData bytes) {
    writing.lock();
    try {
      if (isCut()) {
        throw wasCut();
      }
      out().writeNow(bytes);
      if (streams.isDone()) {
        end();
      }
    } finally {
      writing.unlock();
    }
  }

  private BufferData limited(byte[] settings) {
    var frame = ByteBuffer.wrap(settings);
    for (int at = Frame.HEAD; at < settings.length; at += SETTING) {
      if (frame.getShort(at) == MAX_CONCURRENT_STREAMS) {
        frame.putInt(at + Short.BYTES, maxStreams);
      }
    }
    return BufferData.create(settings);
  }
}
