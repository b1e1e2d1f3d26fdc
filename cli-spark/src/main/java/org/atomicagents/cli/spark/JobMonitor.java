package org.atomicagents.cli.spark;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;
import org.atomicagents.batch.BatchProgress;
import org.atomicagents.batch.StopPolicy;
import org.atomicagents.batch.StopReason;
import org.atomicagents.message.Usage;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The state of a job on the driver: the latest report of each executor, and whether the job has to
 * stop. Thread-safe.
 *
 * <p>The reports of lost executors remain: their requests were paid for. Lines that were run again
 * are counted twice in the progress, but not in the {@link LineTally}.
 */
final class JobMonitor {
  private static final Duration RATE_WINDOW = Duration.ofSeconds(30);
  private static final double NANOS_PER_SECOND = 1e9;

  // Spark creates the plugin that needs it.
  private static final AtomicReference<@Nullable JobMonitor> CURRENT = new AtomicReference<>();

  private final long total;
  private final @Nullable BigDecimal maxCost;
  private final StopPolicy policy;
  private final TimeSource time;
  private final long startNanos;
  private final ConcurrentHashMap<String, ExecutorReport> reports = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable StopReason> stop = new AtomicReference<>();
  private final AtomicReference<@Nullable JobProblem> problem = new AtomicReference<>();
  private final ReentrantLock rateLock = new ReentrantLock();
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();
  private volatile Runnable onProblem = () -> {};
  private volatile boolean isInterrupted;

  private record Sample(long nanos, long run) {}

  /**
   * Creates a monitor.
   *
   * @param total the number of lines
   * @param maxCost the amount after which no further line starts; null for no limit
   */
  JobMonitor(long total, @Nullable BigDecimal maxCost, StopPolicy policy, TimeSource time) {
    this.total = total;
    this.maxCost = maxCost;
    this.policy = policy;
    this.time = time;
    this.startNanos = time.nanoTime();
    samples.add(new Sample(startNanos, 0));
  }

  /** Returns the monitor of the job of this process. */
  static JobMonitor current() {
    return Objects.requireNonNull(CURRENT.get(), "No job is in progress");
  }

  /** Makes this the monitor of the job of this process. */
  void makeCurrent() {
    CURRENT.set(this);
  }

  /** Sets the function that ends the job if no line can be run. */
  void onProblem(Runnable cancel) {
    onProblem = cancel;
    if (problem.get() != null) {
      cancel.run();
    }
  }

  /** Adds the report of an executor, and returns its command. */
  StopCommand receive(ExecutorReport report) {
    // Reports of one executor may overtake each other.
    reports.merge(
        report.executor(), report, (known, next) -> next.done() >= known.done() ? next : known);
    JobProblem reported = report.problem();
    if (reported != null && problem.compareAndSet(null, reported)) {
      onProblem.run();
    }
    stopIfNeeded();
    StopReason reason = stop.get();
    if (isInterrupted || problem.get() != null || reason == StopReason.FAILURES) {
      return StopCommand.CANCEL;
    }
    return reason == null ? StopCommand.NONE : StopCommand.FINISH;
  }

  private void stopIfNeeded() {
    long failed = sum(ExecutorReport::failed);
    if (policy.stops(sum(ExecutorReport::done) - sum(ExecutorReport::replayed), failed)) {
      stop.compareAndSet(null, StopReason.FAILURES);
    }
    if (maxCost != null && sum(ExecutorReport::unpriced) > 0) {
      stop.compareAndSet(null, StopReason.UNKNOWN_PRICE);
    }
    if (maxCost != null && cost().compareTo(maxCost) >= 0) {
      stop.compareAndSet(null, StopReason.COST);
    }
  }

  /** Cancels the lines in progress, because the user pressed Ctrl-C. */
  void interrupt() {
    isInterrupted = true;
  }

  boolean isInterrupted() {
    return isInterrupted;
  }

  /** Returns the reason for which lines were not run; empty if all were. */
  Optional<StopReason> stopReason() {
    return Optional.ofNullable(stop.get());
  }

  /** Returns the failure of all lines; null if there is none. */
  @Nullable JobProblem problem() {
    return problem.get();
  }

  /** Returns the progress by the reports. */
  BatchProgress progress() {
    long done = Math.min(total, sum(ExecutorReport::done));
    return progress(done, sum(ExecutorReport::failed), sum(ExecutorReport::replayed));
  }

  /** Returns the progress after the end of the job. */
  BatchProgress progress(LineTally.Counts counts) {
    return progress(counts.done(), counts.failed(), counts.replayed());
  }

  private BatchProgress progress(long done, long failed, long replayed) {
    long now = time.nanoTime();
    var usage = Usage.of(sum(ExecutorReport::inputTokens), sum(ExecutorReport::outputTokens));
    boolean isPriced = done > replayed && sum(ExecutorReport::unpriced) == 0;
    return new BatchProgress(
        done,
        failed,
        replayed,
        (int) sum(ExecutorReport::inFlight),
        OptionalLong.of(total),
        Duration.ofNanos(now - startNanos),
        rate(now, sum(ExecutorReport::done) - sum(ExecutorReport::replayed)),
        usage,
        isPriced ? Optional.of(cost()) : Optional.empty());
  }

  /** Returns the lines that were run per second, in the latest 30 seconds. */
  private double rate(long now, long run) {
    rateLock.lock();
    try {
      samples.add(new Sample(now, run));
      while (samples.size() > 2 && now - samples.getFirst().nanos() > RATE_WINDOW.toNanos()) {
        samples.removeFirst();
      }
      Sample first = samples.getFirst();
      double seconds = (now - first.nanos()) / NANOS_PER_SECOND;
      return seconds <= 0 ? 0 : Math.max(0, run - first.run()) / seconds;
    } finally {
      rateLock.unlock();
    }
  }

  private long sum(ToLongFunction<ExecutorReport> count) {
    return reports.values().stream().mapToLong(count).sum();
  }

  private BigDecimal cost() {
    Collection<ExecutorReport> all = reports.values();
    return all.stream().map(ExecutorReport::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
