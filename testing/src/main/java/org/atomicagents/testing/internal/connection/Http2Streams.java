package org.atomicagents.testing.internal.connection;

import java.util.HashSet;
import java.util.Set;

/**
 * The stream states of one HTTP/2 connection, derived from its frames; thread-safe.
 *
 * <p>The server's own limit is not used: it closes the connection of a client that exceeds the
 * limit, and counts a stream as open until after its end was sent, so that a client that obeys the
 * limit may appear to exceed it.
 */
final class Http2Streams {
  private final int maxOpen;
  private final Set<Integer> open = new HashSet<>();
  private final Set<Integer> refused = new HashSet<>();
  private int newest;
  private int lastProcessed = Integer.MAX_VALUE;

  /**
   * @param maxOpen maximum number of concurrent streams
   */
  Http2Streams(int maxOpen) {
    this.maxOpen = maxOpen;
  }

  /** Records a stream that the client opens; refuses it if the limit is exceeded. */
  synchronized void opened(int stream) {
    if (stream > newest) {
      newest = stream;
      if (!isRejected(stream)) {
        (open.size() < maxOpen ? open : refused).add(stream);
      }
    }
  }

  /** Records the end of a stream; returns whether the client still waited for it. */
  synchronized boolean closed(int stream) {
    return open.remove(stream) || refused.remove(stream);
  }

  /** Returns whether the client still waits for a stream. */
  synchronized boolean isAwaited(int stream) {
    return open.contains(stream) || refused.contains(stream);
  }

  synchronized boolean isRefused(int stream) {
    return refused.contains(stream);
  }

  /** Rejects a stream and all newer ones; returns the last stream that is processed. */
  synchronized int rejectFrom(int stream) {
    lastProcessed = Math.min(lastProcessed, stream - 2);
    open.removeIf(this::isRejected);
    return Math.max(lastProcessed, 0);
  }

  /** Returns whether a stream was rejected. */
  synchronized boolean isRejected(int stream) {
    return stream > lastProcessed;
  }

  /** Returns whether {@code GOAWAY} was sent and no stream is open. */
  synchronized boolean isDrained() {
    return lastProcessed != Integer.MAX_VALUE && open.isEmpty();
  }
}
