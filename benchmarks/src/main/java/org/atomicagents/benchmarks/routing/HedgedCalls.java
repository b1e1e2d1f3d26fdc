package org.atomicagents.benchmarks.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.error.CancelledException;
import org.atomicagents.message.Message;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.resilience.HedgePolicy;
import org.atomicagents.resilience.HedgeStatistics;
import org.jspecify.annotations.Nullable;

/**
 * Calls with and without hedging of a model whose response times are lognormal (median 100 ms,
 * sigma 0.3), and ten times as long in 5% of the calls. The delay of hedges is not learnt before.
 */
public final class HedgedCalls {
  private static final double MEDIAN_MILLIS = 100;
  private static final double SIGMA = 0.3;
  private static final double SLOW_SHARE = 0.05;
  private static final int CONCURRENT = 100;
  private static final ModelRequest REQUEST =
      ModelRequest.of("model", List.of(Message.user("Why is the sky blue?")));

  private final Random random;
  private final Queue<Double> cancelMillis = new ConcurrentLinkedQueue<>();

  private HedgedCalls(long seed) {
    this.random = new Random(seed);
  }

  /**
   * The results of one round.
   *
   * @param p99Ratio the 99th percentile of the times with hedging to that without
   * @param extraShare the share of extra requests
   * @param loserCancelMillis the median time from the begin of a response that won to the end of
   *     the wait of the request that lost
   */
  public record Round(double p99Ratio, double extraShare, double loserCancelMillis) {}

  /** Runs a number of calls without hedging, and as many with it. */
  public static Round measure(int calls, long seed) {
    var bare = new HedgedCalls(seed);
    double bareP99 = percentile99(bare.run(calls, null));
    var hedged = new HedgedCalls(seed + 1);
    HedgePolicy policy = HedgePolicy.ofDefaults().withInitialDelay(Duration.ofSeconds(2));
    double hedgedP99 = percentile99(hedged.run(calls, policy));
    HedgeStatistics statistics = policy.statistics();
    return new Round(
        hedgedP99 / bareP99,
        statistics.extraShare(),
        hedged.cancelMillis.isEmpty()
            ? 0
            : new MeasurementSeries(List.copyOf(hedged.cancelMillis)).median());
  }

  private double[] run(int calls, @Nullable HedgePolicy policy) {
    var permits = new Semaphore(CONCURRENT);
    List<FutureTask<Double>> tasks = new ArrayList<>();
    try {
      for (int i = 0; i < calls; i++) {
        permits.acquire();
        var call = new HedgedCall();
        var task =
            new FutureTask<>(() -> {
              try {
                return call.millis(policy);
              } finally {
                permits.release();
              }
            });
        tasks.add(task);
        Thread.ofVirtual().start(task);
      }
      double[] millis = new double[calls];
      for (int i = 0; i < calls; i++) {
        millis[i] = tasks.get(i).get();
      }
      return millis;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("A call of the benchmark failed", e);
    }
  }

  private static double percentile99(double[] millis) {
    double[] sorted = millis.clone();
    Arrays.sort(sorted);
    return sorted[(int) (sorted.length * 0.99)];
  }

  private long responseNanos() {
    synchronized (random) {
      double millis = MEDIAN_MILLIS * Math.exp(SIGMA * random.nextGaussian());
      return (long) (1e6 * (random.nextDouble() < SLOW_SHARE ? 10 * millis : millis));
    }
  }

  /** One call, whose requests share the time at which the first response began. */
  private final class HedgedCall {
    private final Model model = Model.of(this::open, "model");
    private volatile long wonAt;

    double millis(@Nullable HedgePolicy policy) {
      Interceptor.Chain chain = model::open;
      long start = System.nanoTime();
      RunContext context = RunContext.standalone();
      try (ModelExchange exchange =
          policy == null
              ? chain.proceed(REQUEST, context)
              : policy.intercept(REQUEST, context, chain)) {
        if (!exchange.iterator().hasNext()) {
          throw new IllegalStateException("The response has no event.");
        }
        return (System.nanoTime() - start) / 1e6;
      }
    }

    /** Waits like an HTTP client: a cancellation ends the wait. */
    private ModelExchange open(ModelRequest request, RunContext context) {
      var cancelled = new Semaphore(0);
      Runnable uncancel = context.onCancel(cancelled::release);
      try {
        if (cancelled.tryAcquire(responseNanos(), TimeUnit.NANOSECONDS)) {
          throw lost(null);
        }
      } catch (InterruptedException e) {
        throw lost(e);
      } finally {
        uncancel.run();
      }
      wonAt = System.nanoTime();
      return ModelExchange.of(new ModelEvent.TextDelta("hello"));
    }

    private CancelledException lost(@Nullable InterruptedException interrupt) {
      cancelMillis.add((System.nanoTime() - wonAt) / 1e6);
      return interrupt == null
          ? CancelledException.closed("waiting")
          : CancelledException.interrupted("waiting", interrupt);
    }
  }
}
