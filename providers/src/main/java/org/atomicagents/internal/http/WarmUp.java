package org.atomicagents.internal.http;

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
import org.atomicagents.model.RunContext;

/**
 * Opens connections by calls that hold theirs until all others have one too, so that none takes
 * another's.
 */
final class WarmUp {
  private final HttpPool pool;
  private final HttpCall http;
  private final Duration patience;
  private final RunContext call = RunContext.standalone();
  private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

  WarmUp(HttpPool pool, HttpCall http, Duration patience) {
    this.pool = pool;
    this.http = http;
    this.patience = patience;
  }

  void run(int connections) {
    boolean shared;
    try (HttpAnswer answer = pool.open(http, call)) {
      shared = answer.isShared();
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
    try (HttpAnswer answer = pool.open(http.whenConnected(arrive), call)) {
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
      all.awaitAdvanceInterruptibly(all.arrive(), patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Then some take the connections of others, and fewer are open in the end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
