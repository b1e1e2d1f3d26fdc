package org.atomicagents.internal.telemetry.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.atomicagents.CacheState;
import org.atomicagents.telemetry.RunCounts;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;

/** The meters of the runs of one agent. Thread-safe. */
final class AgentMeters {
  private static final Phase[] PHASES = Phase.values();

  private final MeterTable table;
  private final MeterRegistry registry;
  private final MeterSettings settings;
  private final Tags tags;
  private final LongTaskTimer active;
  private final ConcurrentHashMap<String, Timer> durations = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Phase, Timer> phases = new ConcurrentHashMap<>();
  private final DistributionSummary requests;
  private final DistributionSummary toolCalls;
  private final Counter cost;
  private final CounterSet counters;

  AgentMeters(MeterTable table, MeterRegistry registry, MeterSettings settings, String agent) {
    this.table = table;
    this.registry = registry;
    this.settings = settings;
    this.tags = Tags.of(MeterNames.TAG_AGENT, agent);
    this.active =
        LongTaskTimer.builder(MeterNames.ACTIVE_RUNS)
            .description("Runs that were started and have not ended")
            .tags(tags)
            .register(registry);
    this.requests =
        settings
            .counts(MeterNames.RUN_REQUESTS)
            .description("Requests of a run")
            .tags(tags)
            .register(registry);
    this.toolCalls =
        settings
            .counts(MeterNames.RUN_TOOL_CALLS)
            .description("Calls of tools of a run")
            .tags(tags)
            .register(registry);
    this.cost =
        Counter.builder(MeterNames.COST)
            .description("Cost of runs, in the currency of the prices")
            .tags(tags)
            .register(registry);
    this.counters = new CounterSet(registry, tags, settings.maxTagValues());
  }

  LongTaskTimer.Sample start() {
    return active.start();
  }

  void end(RunReport report) {
    duration(table.error(report.outcome(), report.failure())).record(report.duration());
    requests.record(report.counts().requests());
    toolCalls.record(report.counts().tools());
    report.cost().ifPresent(amount -> cost.increment(amount.doubleValue()));
    Timings timings = report.timings();
    if (timings != null) {
      record(timings);
    }
    if (report.cacheState() != CacheState.NONE) {
      counters.add(MeterNames.CACHE, MeterNames.TAG_RESULT, lowerCase(report.cacheState()), 1);
    }
    if (!report.counts().equals(RunCounts.NONE)) {
      record(report.counts());
    }
  }

  private void record(RunCounts counts) {
    counters.add(MeterNames.RETRIES, counts.retries());
    counters.add(MeterNames.FALLBACKS, counts.fallbacks());
    counters.add(MeterNames.ESCALATIONS, counts.escalations());
    counters.add(MeterNames.REJECTIONS, counts.rejections());
    counters.add(MeterNames.RE_ASKS, counts.reAsks());
    int lost = counts.hedges() - counts.hedgesWon();
    counters.add(MeterNames.HEDGES, MeterNames.TAG_RESULT, "won", counts.hedgesWon());
    counters.add(MeterNames.HEDGES, MeterNames.TAG_RESULT, "lost", lost);
    addAll(MeterNames.REFUSED_MODES, MeterNames.TAG_MODE, counts.refusedModes());
    addAll(MeterNames.REPAIRS, MeterNames.TAG_PATH, counts.repairs());
    addAll(MeterNames.VIOLATIONS, MeterNames.TAG_PATH, counts.violations());
  }

  private void addAll(String name, String tag, Map<String, Integer> counts) {
    if (!counts.isEmpty()) {
      counts.forEach((value, count) -> counters.add(name, tag, value, count));
    }
  }

  private void record(Timings timings) {
    for (Phase phase : PHASES) {
      long nanos = timings.nanos(phase);
      if (nanos > 0) {
        phase(phase).record(nanos, TimeUnit.NANOSECONDS);
      }
    }
  }

  private Timer phase(Phase phase) {
    Timer known = phases.get(phase);
    return known == null ? phases.computeIfAbsent(phase, this::newPhase) : known;
  }

  private Timer newPhase(Phase phase) {
    return settings
        .timer(MeterNames.PHASE_DURATION)
        .description("Time of runs by phase")
        .tags(tags)
        .tag(MeterNames.TAG_PHASE, lowerCase(phase))
        .register(registry);
  }

  private Timer duration(String error) {
    Timer known = durations.get(error);
    return known == null ? durations.computeIfAbsent(error, this::newDuration) : known;
  }

  private Timer newDuration(String error) {
    return settings
        .timer(MeterNames.RUN_DURATION)
        .description("Duration of runs of agents")
        .tags(tags)
        .tag(MeterNames.TAG_OPERATION, "invoke_agent")
        .tag(MeterNames.TAG_ERROR, error)
        .register(registry);
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
