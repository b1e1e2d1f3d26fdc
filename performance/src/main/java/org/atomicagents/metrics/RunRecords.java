package org.atomicagents.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;

/** The sums and histograms of a number of runs, in memory of a fixed size. Thread-safe. */
final class RunRecords {
  private final LatencyHistogram latency = new LatencyHistogram();
  private final LatencyHistogram firstToken = new LatencyHistogram();
  // The types of exceptions are a bounded set, since programs do not create classes per failure.
  private final ConcurrentHashMap<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder cacheHits = new LongAdder();
  private final LongAdder sharedRuns = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder reAsks = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder repairs = new LongAdder();
  private final LongAdder generationNanos = new LongAdder();
  private final LongAdder generatedTokens = new LongAdder();
  private final LongAdder unpriced = new LongAdder();
  private final AtomicReference<Usage> usage = new AtomicReference<>(Usage.NONE);
  private final AtomicReference<BigDecimal> cost = new AtomicReference<>(BigDecimal.ZERO);

  void succeeded(RunResult<?> result, long nanos, Optional<BigDecimal> price) {
    latency.record(nanos);
    result.timings().timeToFirstToken().map(Duration::toNanos).ifPresent(firstToken::record);
    switch (result.cacheState()) {
      case HIT, JOURNALED -> cacheHits.increment();
      case SHARED -> sharedRuns.increment();
      case NONE, MISS -> {
        addRequests(result.requests(), result.attempts());
        repairs.add(result.repairs().size());
        generationNanos.add(generationNanos(result.timings()));
        generatedTokens.add(result.usage().outputTokens());
        addUsage(result.usage(), price);
      }
    }
  }

  void failed(RuntimeException failure, long nanos, Optional<BigDecimal> price) {
    latency.record(nanos);
    String type = failure.getClass().getSimpleName();
    failures.computeIfAbsent(type, key -> new LongAdder()).increment();
    if (failure instanceof AgentException consumed) {
      addRequests(consumed.requests(), consumed.attempts());
      addUsage(consumed.usage(), price);
    }
  }

  private void addRequests(int sent, int attempts) {
    requests.add(sent);
    reAsks.add(Math.max(0, attempts - 1));
    retries.add(Math.max(0, sent - attempts));
  }

  // A model sends the first byte of a response that is not streamed when it has written all of it.
  private static long generationNanos(Timings timings) {
    long streamed = timings.nanos(Phase.STREAM);
    return timings.timeToFirstToken().isPresent()
        ? streamed
        : streamed + timings.nanos(Phase.FIRST_BYTE);
  }

  private void addUsage(Usage more, Optional<BigDecimal> price) {
    usage.accumulateAndGet(more, Usage::plus);
    if (price.isPresent()) {
      cost.accumulateAndGet(price.get(), BigDecimal::add);
    } else if (!more.equals(Usage.NONE)) {
      unpriced.increment();
    }
  }

  void add(RunRecords other) {
    latency.add(other.latency);
    firstToken.add(other.firstToken);
    other.failures.forEach(
        (type, count) -> failures.computeIfAbsent(type, key -> new LongAdder()).add(count.sum()));
    cacheHits.add(other.cacheHits.sum());
    sharedRuns.add(other.sharedRuns.sum());
    requests.add(other.requests.sum());
    reAsks.add(other.reAsks.sum());
    retries.add(other.retries.sum());
    repairs.add(other.repairs.sum());
    generationNanos.add(other.generationNanos.sum());
    generatedTokens.add(other.generatedTokens.sum());
    unpriced.add(other.unpriced.sum());
    usage.accumulateAndGet(other.usage.get(), Usage::plus);
    cost.accumulateAndGet(other.cost.get(), BigDecimal::add);
  }

  MetricsSummary summary() {
    var counts = new TreeMap<String, Long>();
    failures.forEach((type, count) -> counts.put(type, count.sum()));
    long nanos = generationNanos.sum();
    return new MetricsSummary(
        latency.summary(),
        firstToken.summary(),
        counts,
        cacheHits.sum(),
        sharedRuns.sum(),
        requests.sum(),
        reAsks.sum(),
        retries.sum(),
        repairs.sum(),
        usage.get(),
        nanos == 0 ? 0 : generatedTokens.sum() * 1e9 / nanos,
        cost.get(),
        unpriced.sum());
  }
}
