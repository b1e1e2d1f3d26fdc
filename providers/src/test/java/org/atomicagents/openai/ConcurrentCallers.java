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

/** Many callers, each on a virtual thread, and how their calls ended. */
final class ConcurrentCallers {
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();
  private final AtomicInteger answered = new AtomicInteger();

  private ConcurrentCallers() {}

  /** So many calls, so many of them at a time. */
  static ConcurrentCallers of(int calls, int atATime, IntConsumer call) throws Exception {
    var crowd = new ConcurrentCallers();
    var places = new Semaphore(atATime);
    List<Future<?>> all = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < calls; i++) {
        int number = i;
        places.acquire();
        all.add(
            threads.submit(() -> {
              try {
                crowd.call(call, number);
              } finally {
                places.release();
              }
            }));
      }
    }
    for (Future<?> each : all) {
      each.get();
    }
    return crowd;
  }

  private void call(IntConsumer call, int number) {
    try {
      call.accept(number);
      answered.incrementAndGet();
    } catch (AgentException e) {
      failures.merge(e.getClass().getSimpleName(), 1, Integer::sum);
    }
  }

  int answered() {
    return answered.get();
  }

  int failed() {
    return failures.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many calls failed, by the name of the exception. */
  Map<String, Integer> failures() {
    return new TreeMap<>(failures);
  }
}
