package org.atomicagents.testing.internal.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.time.TimeSource;

/** An HTTP/2 connection; one thread reads, and the thread of each stream writes its response. */
final class Http2Connection extends ClientConnection {
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int SETTING_LENGTH = 6;

  private final int maxStreams;
  private final Http2Streams streams;
  private final Http2FrameScanner scanner = new Http2FrameScanner(this::receivedFrame);
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
    RequestHandling handling = super.begin(stream);
    // The client may have cancelled before this thread started.
    if (!streams.isAwaited(stream)) {
      handling.abort();
    }
    return handling;
  }

  @Override
  public boolean exceedsStreamLimit(RequestHandling handling) {
    return streams.isRefused(handling.stream());
  }

  /** Does nothing: delaying the bytes of a frame would delay other streams too. */
  @Override
  public void slowDown(RequestHandling handling, TimeSource time, Duration perByte) {}

  @Override
  public void terminateInHead(RequestHandling handling) {
    terminatedHeadStream = handling.stream();
  }

  @Override
  public void goAway(RequestHandling handling) {
    int last = streams.rejectFrom(handling.stream());
    for (RequestHandling other : activeRequests()) {
      if (other != handling && streams.isRejected(other.stream())) {
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

  private void receivedFrame(Http2FrameHeader frame) {
    if (frame.type() == Http2FrameHeader.HEADERS) {
      streams.opened(frame.stream());
    } else if (frame.type() == Http2FrameHeader.RST_STREAM) {
      streams.closed(frame.stream());
      activeRequests().stream()
          .filter(handling -> handling.stream() == frame.stream())
          .forEach(RequestHandling::abort);
    }
  }

  @Override
  void send(BufferData bytes) {
    Http2FrameHeader frame = Http2FrameHeader.of(bytes);
    // The server also resets streams that the client has reset or that GOAWAY left unprocessed;
    // these resets are dropped.
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
    boolean hasStreamLimit =
        frame.type() == Http2FrameHeader.SETTINGS && (frame.flags() & Http2FrameHeader.ACK) == 0;
    write(hasStreamLimit ? withStreamLimit(bytes.readBytes()) : bytes);
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
    for (int offset = Http2FrameHeader.HEADER_LENGTH;
        offset < settings.length;
        offset += SETTING_LENGTH) {
      if (frame.getShort(offset) == MAX_CONCURRENT_STREAMS) {
        frame.putInt(offset + Short.BYTES, maxStreams);
      }
    }
    return BufferData.create(settings);
  }
}
