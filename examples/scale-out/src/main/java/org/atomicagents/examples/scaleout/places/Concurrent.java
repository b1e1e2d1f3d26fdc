package org.atomicagents.examples.scaleout.places;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Calls that run on virtual threads, a bounded number at a time. */
final class Concurrent {
  private Concurrent() {}

  /** A function that may throw. */
  interface Call<I, O> {
    O apply(I input) throws Exception;
  }

  /** Returns the results in the order of the inputs. */
  static <I, O> List<O> map(List<I> inputs, int concurrency, Call<I, O> call) throws Exception {
    var permits = new Semaphore(concurrency);
    var results = new ArrayList<O>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<O>>();
      for (I input : inputs) {
        Callable<O> task =
            () -> {
              permits.acquire();
              try {
                return call.apply(input);
              } finally {
                permits.release();
              }
            };
        running.add(threads.submit(task));
      }
      for (Future<O> result : running) {
        results.add(result.get());
      }
    }
    return results;
  }
}
