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
 * Opens connections by calls that hold theirs until all others have one too, so that none takes
 * another's.
 */
final class ConnectionWarmUp {
  private final HttpConnectionPool pool;
  private final HttpRequest http;
  private final Duration maxWait;
  private final RunContext call = RunContext.standalone();
  private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

  ConnectionWarmUp(HttpConnectionPool pool, HttpRequest http, Duration patience) {
    this.pool = pool;
    this.http = http;
    this.maxWait = patience;
  }

  void run(int connections) {
    boolean shared;
    try (HttpResponse answer = pool.open(http, call)) {
      shared = answer.isConnectionShared();
      answer.finish();
    }
    if (!shared && connections > 1) {
      openAtOnce(connections);
    }
    RuntimeException failure = failures.peek();
    if (failure != null) {
      throw failure;
    }
  }

  private void openAtOnce(int count) {
    var all = new Phaser(count);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().name("atomic-agents-warm-up").start(() -> open(all)));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      call.cancel();
      all.forceTermination();
      throw CancelledException.interrupted("warming up " + http.server(), e);
    }
  }

  private void open(Phaser all) {
    var arrived = new AtomicBoolean();
    Runnable arrive =
        () -> {
          if (!arrived.getAndSet(true)) {
            await(all);
          }
        };
    try (HttpResponse answer = pool.open(http.onConnected(arrive), call)) {
      answer.finish();
    } catch (AgentException | IllegalStateException e) {
      failures.add(e);
    } finally {
      if (!arrived.get()) {
        all.arriveAndDeregister();
      }
    }
  }

  /** For all others, but no longer than a connection may take: others may need the places. */
  private void await(Phaser all) {
    try {
      all.awaitAdvanceInterruptibly(all.arrive(), maxWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Then some take the connections of others, and fewer are open in the end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
