package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;

/** Collects the runs of a level, in memory of a size that does not depend on their number. */
final class LevelRecorder {
  private static final double SLOWEST_SHARE = 0.1;

  private final DurationRecorder latency = new DurationRecorder();
  private final DurationRecorder firstToken = new DurationRecorder();
  private final PhaseRecorder phases = new PhaseRecorder();
  private final TraceSampler traces = new TraceSampler();
  private final Map<String, FailureFigures> failures = new LinkedHashMap<>();
  private final BoundedCounts requestFailures = new BoundedCounts();
  private final BoundedCounts repairs = new BoundedCounts();
  private final BoundedCounts violations = new BoundedCounts();
  private LevelSpend spend = LevelSpend.NONE;
  private long requests;
  private long retries;
  private long reAsks;
  private long hedges;
  private long cacheHits;
  private long sharedRuns;
  private long generatedTokens;
  private long generationNanos;
  private long cancelled;

  /** Records a successful run. */
  synchronized void succeeded(MeasuredRun run, RunResult<?> result) {
    latency.record(run.latency());
    Optional<Duration> first = Optional.empty();
    switch (result.cacheState()) {
      case HIT, JOURNALED -> cacheHits++;
      case SHARED -> sharedRuns++;
      case NONE, MISS -> {
        first = result.timings().timeToFirstToken();
        first.map(Duration::toNanos).ifPresent(firstToken::record);
        phases.add(run.latency(), result.timings());
        generatedTokens += result.usage().outputTokens();
        generationNanos += generationNanos(result.timings());
      }
    }
    boolean isSent =
        result.cacheState() == CacheState.NONE || result.cacheState() == CacheState.MISS;
    add(
        run,
        first,
        isSent ? result.attempts() : 0,
        isSent ? result.requests() : 0,
        isSent ? result.usage() : Usage.NONE,
        isSent ? result.cost() : Optional.empty(),
        result.cacheState(),
        Optional.empty());
  }

  /** Records a failed run. */
  synchronized void failed(MeasuredRun run, RuntimeException failure) {
    CallTrace.FailureText text = CallTrace.FailureText.of(failure);
    failures.merge(
        text.type(),
        new FailureFigures(text.type(), 1, text.message()),
        (known, more) -> new FailureFigures(known.type(), known.count() + 1, known.message()));
    AgentException consumed = failure instanceof AgentException known ? known : null;
    add(
        run,
        Optional.empty(),
        consumed == null ? 0 : consumed.attempts(),
        consumed == null ? 0 : consumed.requests(),
        consumed == null ? Usage.NONE : consumed.usage(),
        consumed == null ? Optional.empty() : consumed.cost(),
        CacheState.NONE,
        Optional.of(text));
  }

  /** Counts a run that was cancelled by a stop. */
  synchronized void cancelled() {
    cancelled++;
  }

  private void add(
      MeasuredRun run,
      Optional<Duration> first,
      int attempts,
      int sent,
      Usage usage,
      Optional<BigDecimal> cost,
      CacheState cacheState,
      Optional<CallTrace.FailureText> failure) {
    requests += sent;
    retries += run.tracer().retries();
    hedges += run.tracer().hedges();
    reAsks += Math.max(0, attempts - 1);
    run.tracer().addTo(requestFailures, repairs, violations);
    boolean isUnpriced = cost.isEmpty() && !usage.equals(Usage.NONE);
    spend = spend.plus(new LevelSpend(1, usage, cost.orElse(BigDecimal.ZERO), isUnpriced ? 1 : 0));
    traces.add(
        new CallTrace(
            run.number(),
            run.input(),
            Duration.ofNanos(run.start()),
            Duration.ofNanos(run.latency()),
            first,
            run.tracer().segments(first),
            attempts,
            sent,
            usage,
            cost,
            cacheState,
            failure));
  }

  synchronized LoadLevel level(int concurrency, long plannedRuns, Duration elapsed) {
    DurationFigures figures = latency.figures();
    List<FailureFigures> byCount = new ArrayList<>(failures.values());
    byCount.sort(Comparator.comparingLong(FailureFigures::count).reversed());
    return new LoadLevel(
        concurrency,
        plannedRuns,
        cancelled,
        elapsed,
        figures,
        firstToken.figures(),
        phases.all(),
        phases.slowest(SLOWEST_SHARE),
        generationNanos == 0 ? 0 : generatedTokens * 1e9 / generationNanos,
        spend,
        new LevelWork(
            requests,
            retries,
            reAsks,
            hedges,
            cacheHits,
            sharedRuns,
            requestFailures.byCount(),
            repairs.byCount(),
            violations.byCount()),
        byCount,
        traces.examples(figures.p50()));
  }

  synchronized LevelSpend spend() {
    return spend;
  }

  // A model sends the first byte of a response that is not streamed when it has written all of it.
  private static long generationNanos(Timings timings) {
    long streamed = timings.nanos(Phase.STREAM);
    return timings.timeToFirstToken().isPresent()
        ? streamed
        : streamed + timings.nanos(Phase.FIRST_BYTE);
  }
}
