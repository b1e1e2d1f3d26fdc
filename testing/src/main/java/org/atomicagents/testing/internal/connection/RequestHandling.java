package org.atomicagents.testing.internal.connection;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.time.TimeSource;

/**
 * The handling of one request by the thread that created this object.
 *
 * <p>Its waits end as soon as the client disconnects or cancels the request. While the provider is
 * open, the thread is interrupted only when it waits: an interrupt during a write would close a
 * connection that other streams share. Thread-safe.
 */
public final class RequestHandling {
  private final Thread thread = Thread.currentThread();
  private final Lock lock = new ReentrantLock();
  private final int stream;
  private final Runnable beforeWait;
  private boolean waiting;
  private boolean aborted;
  private boolean finished;

  RequestHandling(int stream, Runnable beforeWait) {
    this.stream = stream;
    this.beforeWait = beforeWait;
  }

  /**
   * Sleeps for a duration.
   *
   * @throws InterruptedException also if the client has disconnected or cancelled
   */
  public void sleep(TimeSource time, Duration duration) throws InterruptedException {
    prepareAndStartWaiting();
    try {
      time.sleep(duration);
    } finally {
      stopWaiting();
    }
  }

  /**
   * Waits until the client disconnects or cancels, or the provider is closed.
   *
   * @throws InterruptedException always
   */
  public void awaitDisconnect() throws InterruptedException {
    prepareAndStartWaiting();
    try {
      new CountDownLatch(1).await();
    } finally {
      stopWaiting();
    }
  }

  /**
   * Returns the rest of the request body.
   *
   * <p>Over HTTP/2 the server itself would wait for ever if the connection failed.
   *
   * @throws InterruptedException if the client has disconnected or cancelled
   */
  public byte[] read(InputStream body) throws IOException, InterruptedException {
    startWaiting();
    try {
      return body.readAllBytes();
    } finally {
      stopWaiting();
    }
  }

  /** Returns whether the client has disconnected or cancelled the request. */
  public boolean isClientGone() {
    lock.lock();
    try {
      return aborted;
    } finally {
      lock.unlock();
    }
  }

  /** Interrupts the thread, since the provider is closed. */
  public void interrupt() {
    lock.lock();
    try {
      if (!finished) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Marks the request as finished; its thread is not interrupted any more. */
  void finish() {
    lock.lock();
    try {
      finished = true;
    } finally {
      lock.unlock();
    }
  }

  int stream() {
    return stream;
  }

  /** Records that the client has disconnected or cancelled; ends the current wait. */
  void abort() {
    lock.lock();
    try {
      aborted = true;
      if (waiting) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void prepareAndStartWaiting() throws InterruptedException {
    beforeWait.run();
    startWaiting();
  }

  private void startWaiting() throws InterruptedException {
    lock.lock();
    try {
      if (aborted) {
        throw new InterruptedException("The client has disconnected or cancelled the request.");
      }
      waiting = true;
    } finally {
      lock.unlock();
    }
  }

  private void stopWaiting() throws InterruptedException {
    lock.lock();
    try {
      waiting = false;
      if (aborted && Thread.interrupted()) {
        throw new InterruptedException("The client has disconnected or cancelled the request.");
      }
    } finally {
      lock.unlock();
    }
  }
}
