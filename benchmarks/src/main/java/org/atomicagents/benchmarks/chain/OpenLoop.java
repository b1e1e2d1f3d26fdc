package org.atomicagents.benchmarks.chain;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.Agent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.BasicChatOutput;
import org.atomicagents.benchmarks.measure.FixedRatePacer;

/**
 * Calls that begin at a fixed rate, each on a virtual thread of its own, whether or not earlier
 * ones have ended. Every input is another one, so that no output is found in a cache.
 */
public final class OpenLoop {
  private final AtomicInteger inputs = new AtomicInteger();
  private final Agent<BasicChatInput, BasicChatOutput> agent;

  public OpenLoop(Agent<BasicChatInput, BasicChatOutput> agent) {
    this.agent = agent;
  }

  /**
   * The calls of one interval.
   *
   * @param nanos the durations of the calls, sorted
   * @param seconds the time from the first begin to the last end
   * @param failures the number of failed calls
   */
  @SuppressWarnings("ArrayRecordComponent") // instances are never compared
  public record Interval(long[] nanos, double seconds, int failures) {

    /** Returns a quantile of the durations, in microseconds. */
    public double micros(double quantile) {
      return nanos[(int) Math.min(nanos.length - 1, Math.floor(nanos.length * quantile))] * 1e-3;
    }

    /** Returns the calls per second. */
    public double rate() {
      return nanos.length / seconds;
    }
  }

  /** Runs calls without a pause until a duration has passed, so that their code is compiled. */
  public void warmUp(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      run(1_000, Duration.ofNanos(20_000));
    }
  }

  /** Runs calls at a fixed rate, and waits for their end. */
  public Interval run(int calls, Duration step) {
    var nanos = new long[calls];
    var failures = new AtomicInteger();
    var ended = new CountDownLatch(calls);
    var pacer = new FixedRatePacer(step);
    for (int i = 0; i < calls; i++) {
      int index = i;
      pacer.await(i);
      Thread.ofVirtual()
          .start(() -> {
            long start = System.nanoTime();
            if (!isAnswered()) {
              failures.incrementAndGet();
            }
            nanos[index] = System.nanoTime() - start;
            ended.countDown();
          });
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    double seconds = pacer.nanosSince(0) * 1e-9;
    Arrays.sort(nanos);
    return new Interval(nanos, seconds, failures.get());
  }

  /** Runs calls one after the other on one virtual thread, so that no processor becomes idle. */
  public Interval runInSequence(int calls) {
    var nanos = new long[calls];
    var failures = new AtomicInteger();
    long begin = System.nanoTime();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < calls; i++) {
                long start = System.nanoTime();
                if (!isAnswered()) {
                  failures.incrementAndGet();
                }
                nanos[i] = System.nanoTime() - start;
              }
            });
    try {
      caller.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    double seconds = (System.nanoTime() - begin) * 1e-9;
    Arrays.sort(nanos);
    return new Interval(nanos, seconds, failures.get());
  }

  private boolean isAnswered() {
    try {
      return !agent
          .run(new BasicChatInput("Why is the sky blue? " + inputs.incrementAndGet()))
          .chatMessage()
          .isEmpty();
    } catch (RuntimeException e) {
      return false;
    }
  }
}
