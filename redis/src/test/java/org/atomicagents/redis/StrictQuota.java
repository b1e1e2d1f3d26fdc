package org.atomicagents.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A provider that counts the requests and tokens of fixed windows, and rejects what exceeds them.
 *
 * <p>A request is a line with its tokens; the response is a line with 0, after the latency, or with
 * the nanoseconds until the next window, at once. Thread-safe.
 */
final class StrictQuota implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Window> windows = new ArrayList<>();
  private final List<Accepted> accepted = new ArrayList<>();
  private final long maxRequests;
  private final long maxTokens;
  private final long length;
  private final Duration latency;
  private final CountDownLatch callers;
  private volatile long start;

  /** The requests of a window. */
  record Window(long requests, long tokens, long rejected) {}

  private record Accepted(long nanos, long tokens) {}

  /**
   * Creates a provider, whose first window begins when a number of callers are connected; requests
   * wait until then.
   */
  StrictQuota(int callers, long maxRequests, long maxTokens, Duration window, Duration latency)
      throws IOException {
    this.callers = new CountDownLatch(callers);
    this.maxRequests = maxRequests;
    this.maxTokens = maxTokens;
    this.length = window.toNanos();
    this.latency = latency;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** Returns the time since the first window began. */
  long nanos() {
    return System.nanoTime() - start;
  }

  private void accept() {
    try {
      while (true) {
        Socket caller = socket.accept();
        Thread.ofVirtual().start(() -> serve(caller));
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  private void serve(Socket caller) {
    try (caller;
        var lines =
            new BufferedReader(
                new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII));
        Writer output =
            new OutputStreamWriter(caller.getOutputStream(), StandardCharsets.US_ASCII)) {
      callers.countDown();
      callers.await();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        long wait = admit(Long.parseLong(line));
        if (wait == 0) {
          Thread.sleep(latency);
        }
        output.write(wait + "\n");
        output.flush();
      }
    } catch (IOException e) {
      // The caller was killed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long admit(long tokens) {
    lock.lock();
    try {
      if (start == 0) {
        start = System.nanoTime();
      }
      long now = nanos();
      int index = (int) (now / length);
      while (windows.size() <= index) {
        windows.add(new Window(0, 0, 0));
      }
      Window window = windows.get(index);
      if (window.requests == maxRequests || window.tokens + tokens > maxTokens) {
        windows.set(index, new Window(window.requests, window.tokens, window.rejected + 1));
        return length - now % length;
      }
      accepted.add(new Accepted(now, tokens));
      windows.set(index, new Window(window.requests + 1, window.tokens + tokens, window.rejected));
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a window begins. */
  void await(int window) throws InterruptedException {
    callers.await();
    while (start == 0) {
      Thread.sleep(1);
    }
    Thread.sleep(Duration.ofNanos(Math.max(0, window * length - nanos())));
  }

  /** Returns the used share of the binding limit in a window that has ended. */
  double usedShare(int window) {
    lock.lock();
    try {
      Window used = window < windows.size() ? windows.get(window) : new Window(0, 0, 0);
      return Math.max((double) used.requests / maxRequests, (double) used.tokens / maxTokens);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the share of rejected requests from a window on. */
  double rejectedShare(int first) {
    lock.lock();
    try {
      long rejected = 0;
      long all = 0;
      for (Window window : windows.subList(first, windows.size())) {
        rejected += window.rejected;
        all += window.rejected + window.requests;
      }
      return (double) rejected / all;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the requests and the tokens of a period, as shares of the limits of that period. */
  double spentShare(long from, long to) {
    lock.lock();
    try {
      long requests = 0;
      long tokens = 0;
      for (Accepted request : accepted) {
        if (request.nanos >= from && request.nanos < to) {
          requests++;
          tokens += request.tokens;
        }
      }
      double windowsInPeriod = (double) (to - from) / length;
      return Math.max((double) requests / maxRequests, (double) tokens / maxTokens)
          / windowsInPeriod;
    } finally {
      lock.unlock();
    }
  }

  /** Returns all windows, for messages. */
  @Override
  public String toString() {
    lock.lock();
    try {
      return windows.toString();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
