package org.atomicagents.cli.spark;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.spark.RowOutput;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/** The counts of an executor since its start. Thread-safe. */
final class LineCounters {
  private final LongAdder done = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder replayed = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final LongAdder inputTokens = new LongAdder();
  private final LongAdder outputTokens = new LongAdder();
  private final LongAdder unpriced = new LongAdder();
  private final AtomicReference<BigDecimal> cost = new AtomicReference<>(BigDecimal.ZERO);
  private final AtomicReference<@Nullable JobProblem> problem = new AtomicReference<>();

  void runStarted() {
    inFlight.incrementAndGet();
  }

  void runEnded() {
    inFlight.decrementAndGet();
  }

  /** Adds a line that succeeded; one from the journal costs nothing. */
  void addSuccess(RowOutput<?> output, Usage usage) {
    done.increment();
    if (output.isReplayed()) {
      replayed.increment();
    } else {
      addCost(usage, output.cost());
    }
  }

  /** Adds a line whose run failed. */
  void addFailure(RuntimeException failure) {
    done.increment();
    failed.increment();
    if (failure instanceof AgentException run) {
      addCost(run.usage(), run.cost());
    }
  }

  /** Adds a line that is no valid input. */
  void addInvalid() {
    done.increment();
    failed.increment();
  }

  private void addCost(Usage usage, Optional<BigDecimal> amount) {
    inputTokens.add(usage.inputTokens());
    outputTokens.add(usage.outputTokens());
    amount.ifPresentOrElse(
        known -> cost.accumulateAndGet(known, BigDecimal::add), unpriced::increment);
  }

  /** Adds a failure of all lines; the first one is kept. */
  void fail(JobProblem failure) {
    problem.compareAndSet(null, failure);
  }

  ExecutorReport report(String executor) {
    return new ExecutorReport(
        executor,
        done.sum(),
        failed.sum(),
        replayed.sum(),
        inFlight.get(),
        inputTokens.sum(),
        outputTokens.sum(),
        unpriced.sum(),
        cost.get(),
        problem.get());
  }
}
