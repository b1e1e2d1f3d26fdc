package org.atomicagents.testing.internal.connection;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.model.TimeSource;

/**
 * One request while it is answered, by the thread that made this: its waits end as soon as nobody
 * waits for the answer any more.
 *
 * <p>Thread-safe. While the provider is open a thread is interrupted only as it waits: an interrupt
 * in the middle of writing would close a connection that other streams share.
 */
public final class RequestHandling {
  private final Thread thread = Thread.currentThread();
  private final Lock lock = new ReentrantLock();
  private final int stream;
  private final Runnable beforeWait;
  private boolean waiting;
  private boolean isAborted;
  private boolean finished;

  RequestHandling(int stream, Runnable beforeWait) {
    this.stream = stream;
    this.beforeWait = beforeWait;
  }

  /**
   * Sleeps.
   *
   * @throws InterruptedException also if the exchange {@link #isClientGone()}
   */
  public void sleep(TimeSource time, Duration duration) throws InterruptedException {
    beginWait();
    try {
      time.sleep(duration);
    } finally {
      endWait();
    }
  }

  /**
   * Waits until the client goes or the provider is closed.
   *
   * @throws InterruptedException always
   */
  public void awaitDisconnect() throws InterruptedException {
    beginWait();
    try {
      new CountDownLatch(1).await();
    } finally {
      endWait();
    }
  }

  /**
   * Reads what is yet to come of the request.
   *
   * <p>By HTTP/2 the server would wait for it for ever where the connection has broken.
   *
   * @throws InterruptedException if the exchange {@link #isClientGone()}
   */
  public byte[] read(InputStream request) throws IOException, InterruptedException {
    startWaiting();
    try {
      return request.readAllBytes();
    } finally {
      endWait();
    }
  }

  /** Whether the client has gone or given up. */
  public boolean isClientGone() {
    lock.lock();
    try {
      return isAborted;
    } finally {
      lock.unlock();
    }
  }

  /** Breaks off whatever the thread does for the request, as the provider is closed. */
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

  /** The thread goes on to other things. */
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

  /** Nobody waits for the answer any more. */
  void abort() {
    lock.lock();
    try {
      isAborted = true;
      if (waiting) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void beginWait() throws InterruptedException {
    beforeWait.run();
    startWaiting();
  }

  private void startWaiting() throws InterruptedException {
    lock.lock();
    try {
      if (isAborted) {
        throw new InterruptedException("The client has gone.");
      }
      waiting = true;
    } finally {
      lock.unlock();
    }
  }

  private void endWait() throws InterruptedException {
    lock.lock();
    try {
      waiting = false;
      if (isAborted && Thread.interrupted()) {
        throw new InterruptedException("The client has gone.");
      }
    } finally {
      lock.unlock();
    }
  }
}
