package org.atomicagents.internal.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.atomicagents.model.AgentException;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.CancelledException;

/** Opens connections by calls that all wait for one another, so that none takes another's. */
final class WarmUp {
  private final HttpPool pool;
  private final HttpCall http;
  private final CallContext call = CallContext.standalone();
  private final Queue<HttpAnswer> answers = new ConcurrentLinkedQueue<>();
  private final Queue<AgentException> failures = new ConcurrentLinkedQueue<>();

  WarmUp(HttpPool pool, HttpCall http) {
    this.pool = pool;
    this.http = http;
  }

  void run(int connections) {
    try {
      open();
      if (failures.isEmpty() && !answers.element().isShared()) {
        openMore(connections - 1);
      }
    } finally {
      answers.forEach(HttpAnswer::finish);
    }
    AgentException failure = failures.peek();
    if (failure != null) {
      throw failure;
    }
  }

  private void openMore(int count) {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      threads.add(Thread.ofVirtual().name("atomic-agents-warm-up").start(this::open));
    }
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      call.cancel();
      throw CancelledException.interrupted("warming up " + http.server(), e);
    }
  }

  private void open() {
    try {
      answers.add(pool.open(http, call));
    } catch (AgentException e) {
      failures.add(e);
    }
  }
}
