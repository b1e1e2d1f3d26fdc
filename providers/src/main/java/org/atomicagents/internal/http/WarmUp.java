package org.atomicagents.internal.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.CancelledException;

/**
 * Opens connections by calls that hold theirs until all others have one too, so that none takes
 * another's.
 */
final class WarmUp {
  private final HttpPool pool;
  private final HttpCall http;
  private final CallContext call = CallContext.standalone();
  private final Queue<AgentException> failures = new ConcurrentLinkedQueue<>();

  WarmUp(HttpPool pool, HttpCall http) {
    this.pool = pool;
    this.http = http;
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
    AgentException failure = failures.peek();
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
            all.arriveAndAwaitAdvance();
          }
        };
    try (HttpAnswer answer = pool.open(http.whenConnected(arrive), call)) {
      answer.finish();
    } catch (AgentException e) {
      failures.add(e);
    } finally {
      if (!arrived.get()) {
        all.arriveAndDeregister();
      }
    }
  }
}
