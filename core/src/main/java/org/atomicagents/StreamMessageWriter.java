package org.atomicagents;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes the messages of one stream to an output and flushes each one; optionally writes a
 * heartbeat after each interval without a message.
 *
 * <p>The lock is held while a message is written, so that messages and heartbeats never mix.
 * Thread-safe.
 */
final class StreamMessageWriter implements AutoCloseable {
  private static final long CLOSED = -1;

  private final MessageFraming framing;
  private final OutputStream out;
  private final TimeSource time;
  private final Lock lock = new ReentrantLock();
  private long lastWrite;
  private boolean closed;
  private volatile @Nullable Exception heartbeatFailure;
  private @Nullable Thread heartbeats;

  StreamMessageWriter(MessageFraming framing, OutputStream out, TimeSource time) {
    this.framing = framing;
    this.out = out;
    this.time = time;
  }

  /** Writes a message and flushes it. */
  void write(String kind, String fields) throws IOException {
    lock.lock();
    try {
      throwHeartbeatFailure();
      send(framing.message(kind, fields));
    } finally {
      lock.unlock();
    }
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    lastWrite = time.nanoTime();
  }

  /**
   * Starts a thread that writes the heartbeats.
   *
   * @param interval the time without a message after which a heartbeat is due
   * @param onFailure called once when a heartbeat cannot be written; see {@link
   *     #throwHeartbeatFailure}
   */
  void startHeartbeats(Duration interval, Runnable onFailure) {
    long nanos = TimeUnit.NANOSECONDS.convert(interval);
    lock.lock();
    try {
      lastWrite = time.nanoTime();
      heartbeats =
          Thread.ofVirtual()
              .name("atomic-agents-heartbeat")
              .start(() -> writeHeartbeats(nanos, onFailure));
    } finally {
      lock.unlock();
    }
  }

  private void writeHeartbeats(long interval, Runnable onFailure) {
    try {
      for (long delay = interval; delay != CLOSED; delay = writeHeartbeatIfDue(interval)) {
        time.sleep(Duration.ofNanos(delay));
      }
    } catch (InterruptedException e) {
      // close() ends the sleep.
    } catch (IOException | RuntimeException e) {
      heartbeatFailure = e;
      onFailure.run();
    }
  }

  /** Returns the time until the next heartbeat may be due, in nanoseconds; or {@link #CLOSED}. */
  private long writeHeartbeatIfDue(long interval) throws IOException {
    lock.lock();
    try {
      if (closed) {
        return CLOSED;
      }
      long remaining = interval - (time.nanoTime() - lastWrite);
      if (remaining > 0) {
        return remaining;
      }
      try {
        send(framing.heartbeat());
      } catch (IOException | RuntimeException e) {
        heartbeatFailure = e;
        throw e;
      }
      return interval;
    } finally {
      lock.unlock();
    }
  }

  /** Throws the failure to write a heartbeat, if there was one. */
  void throwHeartbeatFailure() throws IOException {
    Exception failure = heartbeatFailure;
    if (failure instanceof IOException e) {
      throw e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
  }

  /** Ends the heartbeats; the output stays open and is not used any more. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      // Under the lock, since an interrupt in the middle of a write would close a socket.
      if (heartbeats != null && heartbeatFailure == null) {
        heartbeats.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }
}
