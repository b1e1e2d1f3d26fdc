package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a further run may be started: not after a stop, and not if the runs in progress
 * are expected to spend the rest of the maximum cost. Thread-safe.
 */
final class LoadGate {
  private final LoadPlan plan;
  private @Nullable LoadStop stop;
  private long inFlight;
  private long done;
  private long failed;
  private long priced;
  private BigDecimal spent = BigDecimal.ZERO;
  private Usage usage = Usage.NONE;
  private boolean isCostKnown = true;

  LoadGate(LoadPlan plan) {
    this.plan = plan;
  }

  /**
   * The state of a measurement.
   *
   * @param cost the cost so far; empty if it is not known
   */
  record State(long done, long failed, long inFlight, Usage usage, Optional<BigDecimal> cost) {}

  /** Returns whether a run may be started; it is in flight then. */
  synchronized boolean tryStart() {
    if (stop == null && isSpent()) {
      stop = LoadStop.COST;
    }
    if (stop != null) {
      return false;
    }
    inFlight++;
    return true;
  }

  // The mean cost of the runs in flight is reserved.
  private boolean isSpent() {
    Optional<BigDecimal> limit = plan.costLimit();
    if (limit.isEmpty()) {
      return false;
    }
    BigDecimal reserved =
        priced == 0
            ? BigDecimal.ZERO
            : spent
                .divide(BigDecimal.valueOf(priced), MathContext.DECIMAL64)
                .multiply(BigDecimal.valueOf(inFlight));
    return spent.add(reserved).compareTo(limit.get()) >= 0;
  }

  /**
   * Ends a run.
   *
   * @param cost its cost; empty if it is not known
   */
  synchronized void end(boolean hasFailed, Usage consumed, Optional<BigDecimal> cost) {
    inFlight--;
    done++;
    failed += hasFailed ? 1 : 0;
    usage = usage.plus(consumed);
    if (cost.isPresent()) {
      spent = spent.add(cost.get());
      priced++;
    } else if (!consumed.equals(Usage.NONE)) {
      isCostKnown = false;
    }
    if (stop == null && !isCostKnown && plan.costLimit().isPresent()) {
      stop = LoadStop.UNKNOWN_PRICE;
    }
    if (stop == null && failed > 0 && plan.stopPolicy().stops(done, failed)) {
      stop = LoadStop.FAILURES;
    }
  }

  /** Ends a run that was cancelled. */
  synchronized void cancel() {
    inFlight--;
  }

  /** Stops the measurement; the first reason counts, but an interrupt replaces the others. */
  synchronized void stop() {
    stop = LoadStop.INTERRUPTED;
  }

  synchronized boolean isInterrupted() {
    return stop == LoadStop.INTERRUPTED;
  }

  synchronized Optional<LoadStop> stopReason() {
    return Optional.ofNullable(stop);
  }

  synchronized State state() {
    return new State(
        done,
        failed,
        inFlight,
        usage,
        isCostKnown && priced > 0 ? Optional.of(spent) : Optional.empty());
  }
}
