package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.atomicagents.error.AgentException;

/** The outcomes of concurrent calls, each on a virtual thread. */
final class ConcurrentCallers {
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final AtomicInteger succeeded = new AtomicInteger();

  private ConcurrentCallers() {}

  /**
   * Runs the given number of calls, at most {@code concurrency} at a time, and returns their
   * outcomes.
   */
  static ConcurrentCallers of(int calls, int concurrency, IntConsumer call) throws Exception {
    var callers = new ConcurrentCallers();
    var permits = new Semaphore(concurrency);
    List<Future<?>> futures = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < calls; i++) {
        int number = i;
        permits.acquire();
        futures.add(
            threads.submit(() -> {
              try {
                callers.call(call, number);
              } finally {
                permits.release();
              }
            }));
      }
    }
    for (Future<?> future : futures) {
      future.get();
    }
    return callers;
  }

  private void call(IntConsumer call, int number) {
    try {
      call.accept(number);
      succeeded.incrementAndGet();
    } catch (AgentException e) {
      failures.merge(e.getClass().getSimpleName(), 1, Integer::sum);
    }
  }

  int succeeded() {
    return succeeded.get();
  }

  int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of failed calls by the simple name of the exception. */
  Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }
}
