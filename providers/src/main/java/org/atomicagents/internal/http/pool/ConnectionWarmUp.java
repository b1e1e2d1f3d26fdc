package org.atomicagents.internal.http.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.model.RunContext;

/**
 * Opens several connections with concurrent calls, each of which holds its connection until all
 * have one, so that no call reuses the connection of another.
 */
final class ConnectionWarmUp {
  private final HttpConnectionPool pool;
  private final HttpRequest request;
  private final Duration maxWait;
  private final RunContext call = RunContext.standalone();
  private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

  ConnectionWarmUp(HttpConnectionPool pool, HttpRequest request, Duration maxWait) {
    this.pool = pool;
    this.request = request;
    this.maxWait = maxWait;
  }

  void run(int connections) {
    boolean shared;
    try (HttpResponse response = pool.open(request, call)) {
      shared = response.isConnectionShared();
      response.finish();
    }
    if (!shared && connections > 1) {
      openConcurrently(connections);
    }
    RuntimeException failure = failures.peek();
    if (failure != null) {
      throw failure;
    }
  }

  private void openConcurrently(int count) {
    var connected = new Phaser(count);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().name("atomic-agents-warm-up").start(() -> open(connected)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      call.cancel();
      connected.forceTermination();
      throw CancelledException.interrupted("warming up " + request.server(), e);
    }
  }

  private void open(Phaser connected) {
    var arrived = new AtomicBoolean();
    Runnable arrive =
        () -> {
          if (!arrived.getAndSet(true)) {
            awaitOthers(connected);
          }
        };
    try (HttpResponse response = pool.open(request.onConnected(arrive), call)) {
      response.finish();
    } catch (AgentException | IllegalStateException e) {
      failures.add(e);
    } finally {
      if (!arrived.get()) {
        connected.arriveAndDeregister();
      }
    }
  }

  /**
   * Waits for connected other calls, but at most the connect timeout, as queued calls may need a
   * permit.
   */
  private void awaitOthers(Phaser connected) {
    try {
      connected.awaitAdvanceInterruptibly(
          connected.arrive(), maxWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Some calls then reuse connections of others, and fewer connections are open in the end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
