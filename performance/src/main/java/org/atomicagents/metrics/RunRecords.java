package org.atomicagents.metrics;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Phase;

/** The sums and histograms of a number of runs, in memory of a fixed size. Thread-safe. */
final class RunRecords {
  private final LatencyHistogram latency = new LatencyHistogram();
  private final LatencyHistogram firstToken = new LatencyHistogram();
  // The types of exceptions are a bounded set, since programs do not create classes per failure.
  private final ConcurrentHashMap<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder cacheHits = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder reAsks = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder repairs = new LongAdder();
  private final LongAdder streamNanos = new LongAdder();
  private final LongAdder streamedTokens = new LongAdder();
  private final LongAdder unpriced = new LongAdder();
  private final AtomicReference<Usage> usage = new AtomicReference<>(Usage.NONE);
  private final AtomicReference<BigDecimal> cost = new AtomicReference<>(BigDecimal.ZERO);

  void succeeded(RunResult<?> result, long nanos, Optional<BigDecimal> price) {
    latency.record(nanos);
    result.timings().timeToFirstToken().map(Duration::toNanos).ifPresent(firstToken::record);
    if (result.cacheState() == CacheState.HIT || result.cacheState() == CacheState.SHARED) {
      cacheHits.increment();
      return;
    }
    requests.add(result.requests());
    reAsks.add(Math.max(0, result.attempts() - 1));
    retries.add(Math.max(0, result.requests() - result.attempts()));
    repairs.add(result.repairs().size());
    streamNanos.add(result.timings().nanos(Phase.STREAM));
    streamedTokens.add(result.usage().outputTokens());
    addUsage(result.usage(), price);
  }

  void failed(RuntimeException failure, long nanos) {
    latency.record(nanos);
    String type = failure.getClass().getSimpleName();
    failures.computeIfAbsent(type, key -> new LongAdder()).increment();
    if (failure instanceof AgentException consumed) {
      addUsage(consumed.usage(), Optional.empty());
    }
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
    requests.add(other.requests.sum());
    reAsks.add(other.reAsks.sum());
    retries.add(other.retries.sum());
    repairs.add(other.repairs.sum());
    streamNanos.add(other.streamNanos.sum());
    streamedTokens.add(other.streamedTokens.sum());
    unpriced.add(other.unpriced.sum());
    usage.accumulateAndGet(other.usage.get(), Usage::plus);
    cost.accumulateAndGet(other.cost.get(), BigDecimal::add);
  }

  MetricsSummary summary() {
    var counts = new TreeMap<String, Long>();
    failures.forEach((type, count) -> counts.put(type, count.sum()));
    long nanos = streamNanos.sum();
    return new MetricsSummary(
        latency.summary(),
        firstToken.summary(),
        counts,
        cacheHits.sum(),
        requests.sum(),
        reAsks.sum(),
        retries.sum(),
        repairs.sum(),
        usage.get(),
        nanos == 0 ? 0 : streamedTokens.sum() * 1e9 / nanos,
        cost.get(),
        unpriced.sum());
  }
}
