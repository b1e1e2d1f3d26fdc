package org.atomicagents.testing.internal.connection;

import java.util.HashSet;
import java.util.Set;

/**
 * The streams of one HTTP/2 connection, as its frames tell; thread-safe.
 *
 * <p>The server's own count is not used: it closes the connection of a client that opens one too
 * many, and takes a stream for open until after its end was sent, so that a client which obeys the
 * limit may seem to break it.
 */
final class Http2Streams {
  private final int maxOpen;
  private final Set<Integer> open = new HashSet<>();
  private final Set<Integer> refused = new HashSet<>();
  private int newest;
  private int lastServed = Integer.MAX_VALUE;

  /**
   * @param most how many may be open at a time
   */
  Http2Streams(int most) {
    this.maxOpen = most;
  }

  /** Notes a stream that the client opens; one too many is refused. */
  synchronized void opened(int stream) {
    if (stream > newest) {
      newest = stream;
      if (!isRejected(stream)) {
        (open.size() < maxOpen ? open : refused).add(stream);
      }
    }
  }

  /** Notes that either side has ended a stream; whether it was still of interest to the client. */
  synchronized boolean closed(int stream) {
    return open.remove(stream) || refused.remove(stream);
  }

  /** Whether the client still waits for what becomes of a stream. */
  synchronized boolean isAwaited(int stream) {
    return open.contains(stream) || refused.contains(stream);
  }

  synchronized boolean isRefused(int stream) {
    return refused.contains(stream);
  }

  /** Leaves this stream alone, and all newer ones; gives back the last one that is served. */
  synchronized int rejectFrom(int stream) {
    lastServed = Math.min(lastServed, stream - 2);
    open.removeIf(this::isRejected);
    return Math.max(lastServed, 0);
  }

  /** Whether a stream was left alone. */
  synchronized boolean isRejected(int stream) {
    return stream > lastServed;
  }

  /** Whether the client was told to go, and has nothing left to wait for. */
  synchronized boolean isDrained() {
    return lastServed != Integer.MAX_VALUE && open.isEmpty();
  }
}
