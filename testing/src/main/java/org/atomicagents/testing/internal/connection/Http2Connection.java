package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.model.TimeSource;

/** A connection by HTTP/2: one thread reads, and each stream's own thread answers and writes. */
final class Http2Connection extends ClientConnection {
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int SETTING = 6;

  private final int maxStreams;
  private final Http2Streams streams;
  private final Http2FrameScanner scanner = new Http2FrameScanner(this::came);
  private final Lock writeLock = new ReentrantLock();
  private volatile int terminatedHeadStream = -1;

  Http2Connection(ConnectionContext server, SocketChannel socket, int maxStreams) {
    super(server, socket);
    this.maxStreams = maxStreams;
    this.streams = new Http2Streams(maxStreams);
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
  public RequestHandling begin(int stream) {
    RequestHandling exchange = super.begin(stream);
    // The client may have given up before this thread came.
    if (!streams.isAwaited(stream)) {
      exchange.abort();
    }
    return exchange;
  }

  @Override
  public boolean exceedsStreamLimit(RequestHandling exchange) {
    return streams.isRefused(exchange.stream());
  }

  /** Does nothing: bytes of a frame can't wait without those of other streams. */
  @Override
  public void slowDown(RequestHandling exchange, TimeSource time, Duration perByte) {}

  @Override
  public void terminateInHead(RequestHandling exchange) {
    terminatedHeadStream = exchange.stream();
  }

  @Override
  public void goAway(RequestHandling exchange) {
    int last = streams.rejectFrom(exchange.stream());
    for (RequestHandling other : exchanges()) {
      if (other != exchange && streams.isRejected(other.stream())) {
        other.abort();
      }
    }
    write(Http2FrameHeader.goAway(last));
  }

  @Override
  void beforeWait() {}

  @Override
  void received(byte[] bytes) {
    scanner.scan(bytes);
  }

  private void came(Http2FrameHeader frame) {
    if (frame.type() == Http2FrameHeader.HEADERS) {
      streams.opened(frame.stream());
    } else if (frame.type() == Http2FrameHeader.RST_STREAM) {
      streams.closed(frame.stream());
      exchanges().stream()
          .filter(exchange -> exchange.stream() == frame.stream())
          .forEach(RequestHandling::abort);
    }
  }

  @Override
  void send(BufferData bytes) {
    Http2FrameHeader frame = Http2FrameHeader.of(bytes);
    // The server resets a stream also where the client has, or was told that it is left alone.
    boolean wasOpen = frame.endsStream() && streams.closed(frame.stream());
    if (frame.type() == Http2FrameHeader.RST_STREAM && (isTerminated() || !wasOpen)) {
      return;
    }
    if (frame.type() == Http2FrameHeader.HEADERS && frame.stream() == terminatedHeadStream) {
      write(
          BufferData.create(
              bytes.readBytes(), 0, Http2FrameHeader.HEADER_LENGTH + frame.length() / 2));
      end();
      throw terminatedException();
    }
    boolean isLimit =
        frame.type() == Http2FrameHeader.SETTINGS && (frame.flags() & Http2FrameHeader.ACK) == 0;
    write(isLimit ? withStreamLimit(bytes.readBytes()) : bytes);
  }

  private void write(BufferData bytes) {
    writeLock.lock();
    try {
      if (isTerminated()) {
        throw terminatedException();
      }
      writer().writeNow(bytes);
      if (streams.isDrained()) {
        end();
      }
    } finally {
      writeLock.unlock();
    }
  }

  private BufferData withStreamLimit(byte[] settings) {
    var frame = ByteBuffer.wrap(settings);
    for (int at = Http2FrameHeader.HEADER_LENGTH; at < settings.length; at += SETTING) {
      if (frame.getShort(at) == MAX_CONCURRENT_STREAMS) {
        frame.putInt(at + Short.BYTES, maxStreams);
      }
    }
    return BufferData.create(settings);
  }
}
