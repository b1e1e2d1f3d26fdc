package org.atomicagents.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LazyTest {
  private final AtomicInteger computations = new AtomicInteger();

  @Test
  void computesNothingBeforeTheFirstCall() {
    new Lazy<>(computations::incrementAndGet);

    assertThat(computations).hasValue(0);
  }

  @Test
  void computesOnce() {
    var lazy = new Lazy<>(computations::incrementAndGet);

    assertThat(List.of(lazy.get(), lazy.get())).containsExactly(1, 1);
  }

  @Test
  void computesOnceForConcurrentCallers() throws Exception {
    int callers = 8;
    var started = new CountDownLatch(callers);
    var lazy =
        new Lazy<>(() -> {
          awaitAll(started);
          return computations.incrementAndGet();
        });
    Callable<Integer> caller =
        () -> {
          started.countDown();
          return lazy.get();
        };

    var values = new ArrayList<Integer>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        results.add(threads.submit(caller));
      }
      for (Future<Integer> result : results) {
        values.add(result.get());
      }
    }

    assertThat(values).hasSize(callers).containsOnly(1);
  }

  @Test
  void computesAgainAfterAFailure() {
    var lazy =
        new Lazy<>(() -> {
          if (computations.incrementAndGet() == 1) {
            throw new IllegalStateException("first");
          }
          return "second";
        });

    assertThatThrownBy(lazy::get).isInstanceOf(IllegalStateException.class).hasMessage("first");
    assertThat(lazy.get()).isEqualTo("second");
  }

  private static void awaitAll(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
