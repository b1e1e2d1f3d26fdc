package org.atomicagents.internal.telemetry.otel;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleCounter;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.atomicagents.telemetry.RunCounts;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/** The metrics of runs and tools, and those that the conventions do not have. Thread-safe. */
final class RunInstruments {
  private static final Phase[] PHASES = Phase.values();

  private final DoubleHistogram duration;
  private final LongHistogram inferenceCalls;
  private final LongHistogram toolCalls;
  private final DoubleHistogram toolDuration;
  private final DoubleHistogram phaseDuration;
  private final LongCounter repairs;
  private final LongCounter violations;
  private final LongCounter reAsks;
  private final LongCounter refusedModes;
  private final LongCounter retries;
  private final LongCounter fallbacks;
  private final LongCounter escalations;
  private final LongCounter rejections;
  private final LongCounter hedges;
  private final LongCounter cache;
  private final DoubleCounter cost;
  private final BoundedNames paths;
  private final BoundedNames agents;

  /**
   * Creates the instruments.
   *
   * @param maxNames the number of paths and of agents that the metrics distinguish
   */
  RunInstruments(Instruments instruments, int maxNames) {
    this.paths = new BoundedNames(maxNames);
    this.agents = new BoundedNames(maxNames);
    duration = instruments.agentSeconds("gen_ai.invoke_agent.duration", "Duration of a run.");
    inferenceCalls =
        instruments.calls(
            "gen_ai.invoke_agent.inference_calls", "{inference_call}", "Requests of a run.");
    toolCalls =
        instruments.calls("gen_ai.invoke_agent.tool_calls", "{tool_call}", "Tool calls of a run.");
    toolDuration =
        instruments.operationSeconds("gen_ai.execute_tool.duration", "Duration of a tool call.");
    phaseDuration =
        instruments.operationSeconds("atomic_agents.phase.duration", "Time of a phase of a run.");
    repairs = instruments.counter("atomic_agents.repairs", "{repair}", "Repaired output.");
    violations =
        instruments.counter("atomic_agents.violations", "{violation}", "Invalid parts of outputs.");
    reAsks = instruments.counter("atomic_agents.re_asks", "{output}", "Rejected outputs.");
    refusedModes =
        instruments.counter("atomic_agents.refused_modes", "{refusal}", "Refused response modes.");
    retries = instruments.counter("atomic_agents.retries", "{request}", "Retried requests.");
    fallbacks =
        instruments.counter("atomic_agents.fallbacks", "{request}", "Requests to another model.");
    escalations =
        instruments.counter("atomic_agents.escalations", "{stage}", "Continued by another stage.");
    rejections =
        instruments.counter(
            "atomic_agents.rejected_requests", "{request}", "Rejected by a breaker or bulkhead.");
    hedges = instruments.counter("atomic_agents.hedges", "{request}", "Requests sent twice.");
    cache = instruments.counter("atomic_agents.cache.requests", "{run}", "Runs with a cache.");
    cost = instruments.sum("atomic_agents.cost", "1", "Cost in the currency of the prices.");
  }

  /** Records the end of a call of a tool. */
  void recordTool(double seconds, Attributes attributes, Context context) {
    toolDuration.record(seconds, attributes, context);
  }

  /**
   * Records the end of a run.
   *
   * @param error the type of the error; null if there is none
   */
  void recordRun(RunReport report, String agent, @Nullable String error, Context context) {
    Attributes named = Attributes.of(GenAiKeys.AGENT, agents.of(agent));
    AttributesBuilder builder = named.toBuilder();
    if (error != null) {
      builder.put(GenAiKeys.ERROR, error);
    }
    duration.record(RequestInstruments.seconds(report.duration()), builder.build(), context);
    RunCounts counts = report.counts();
    inferenceCalls.record(counts.requests(), named, context);
    toolCalls.record(counts.tools(), named, context);
    recordPhases(report.timings(), named, context);
    recordCounts(counts, named, context);
    switch (report.cacheState()) {
      case NONE -> {}
      default ->
          cache.add(
              1,
              with(named, AtomicKeys.RESULT, report.cacheState().name().toLowerCase(Locale.ROOT)),
              context);
    }
    double sum = report.cost().map(BigDecimal::doubleValue).orElse(0.0);
    if (sum > 0) {
      cost.add(sum, named, context);
    }
  }

  private void recordPhases(@Nullable Timings timings, Attributes named, Context context) {
    if (timings == null) {
      return;
    }
    for (Phase phase : PHASES) {
      long nanos = timings.nanos(phase);
      if (nanos > 0) {
        phaseDuration.record(
            nanos / 1e9,
            with(named, AtomicKeys.PHASE, phase.name().toLowerCase(Locale.ROOT)),
            context);
      }
    }
  }

  private void recordCounts(RunCounts counts, Attributes named, Context context) {
    add(reAsks, counts.reAsks(), named, context);
    add(retries, counts.retries(), named, context);
    add(fallbacks, counts.fallbacks(), named, context);
    add(escalations, counts.escalations(), named, context);
    add(rejections, counts.rejections(), named, context);
    if (counts.hedges() > 0) {
      add(hedges, counts.hedgesWon(), with(named, AtomicKeys.RESULT, "won"), context);
      int lost = counts.hedges() - counts.hedgesWon();
      add(hedges, lost, with(named, AtomicKeys.RESULT, "lost"), context);
    }
    for (Map.Entry<String, Integer> mode : counts.refusedModes().entrySet()) {
      String name = mode.getKey().toLowerCase(Locale.ROOT);
      add(refusedModes, mode.getValue(), with(named, AtomicKeys.MODE, name), context);
    }
    addPaths(repairs, counts.repairs(), named, context);
    addPaths(violations, counts.violations(), named, context);
  }

  private void addPaths(
      LongCounter counter, Map<String, Integer> counts, Attributes named, Context context) {
    counts.forEach((path, count) ->
        add(counter, count, with(named, AtomicKeys.PATH, paths.of(path)), context));
  }

  private static void add(LongCounter counter, int count, Attributes attributes, Context context) {
    if (count > 0) {
      counter.add(count, attributes, context);
    }
  }

  private static Attributes with(Attributes attributes, AttributeKey<String> key, String value) {
    return attributes.toBuilder().put(key, value).build();
  }
}
