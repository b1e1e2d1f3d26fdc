package org.atomicagents.cli.bench;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.atomicagents.message.Usage;
import org.atomicagents.time.Phase;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A report as JSON. Durations are in milliseconds, to the microsecond. */
public final class BenchJson {
  /** The value of the key {@code format}. */
  public static final String FORMAT = "atomic-agents-bench";

  private static final int VERSION = 1;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final MathContext MONEY = new MathContext(12);
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private BenchJson() {}

  /** Returns the JSON of a report. */
  public static ObjectNode of(BenchReport report) {
    BenchSubject subject = report.subject();
    LoadReport load = report.load();
    ObjectNode json = NODES.objectNode();
    json.put("format", FORMAT).put("version", VERSION);
    json.put("agent", subject.agent()).put("model", subject.model());
    json.put("simulation", subject.simulation().orElse(null));
    json.putObject("inputs").put("file", subject.inputFile()).put("count", subject.inputs());
    json.put("machine", subject.machine()).put("program", subject.version());
    json.put("started", load.started().toString());
    json.set("elapsedMs", millis(load.elapsed()));
    json.put("complete", load.isComplete());
    json.put("stop", load.stop().map(BenchReport::lower).orElse(null));
    json.set("plan", plan(load.plan()));
    json.set("total", total(report));
    ArrayNode levels = json.putArray("levels");
    load.levels().forEach(level -> levels.add(level(level, subject.currency())));
    return json;
  }

  private static ObjectNode plan(LoadPlan plan) {
    ObjectNode json = NODES.objectNode();
    ArrayNode levels = json.putArray("concurrency");
    plan.concurrency().forEach(levels::add);
    json.put("runs", plan.runs());
    ArrayNode warmUp = json.putArray("warmUpRuns");
    plan.concurrency().forEach(callers -> warmUp.add(plan.warmUpRuns(callers)));
    json.put("streaming", plan.isStreaming());
    json.put("maxCost", plan.maxCost());
    return json;
  }

  private static ObjectNode total(BenchReport report) {
    LoadReport load = report.load();
    ObjectNode json = NODES.objectNode();
    json.put("succeeded", load.succeeded()).put("failed", load.failed());
    json.put("warmUpRuns", load.warmUp().runs());
    json.set("tokens", tokens(load.spend().usage()));
    json.set("cost", cost(load.spend(), report.subject().currency()));
    return json;
  }

  private static ObjectNode level(LoadLevel level, String currency) {
    ObjectNode json = NODES.objectNode();
    json.put("concurrency", level.concurrency());
    json.put("plannedRuns", level.plannedRuns()).put("complete", level.isComplete());
    json.put("succeeded", level.succeeded()).put("failed", level.failed());
    json.put("cancelled", level.cancelledRuns());
    json.set("elapsedMs", millis(level.elapsed()));
    json.put("runsPerSecond", round(level.runsPerSecond()));
    json.put("outputTokensPerSecond", round(level.outputTokensPerSecond()));
    json.put("tokensPerSecondOfARun", round(level.tokensPerSecond()));
    json.set("latencyMs", durations(level.latency()));
    json.set("firstTokenMs", durations(level.firstToken()));
    json.set("phasesMs", phases(level.phases()));
    json.set("phasesOfSlowestTenthMs", phases(level.slowestPhases()));
    json.set("tokens", tokens(level.spend().usage()));
    json.set("cost", cost(level.spend(), currency));
    json.set("work", work(level.work()));
    ArrayNode failures = json.putArray("failures");
    level
        .failures()
        .forEach(failure ->
            failures
                .addObject()
                .put("type", failure.type())
                .put("count", failure.count())
                .put("message", failure.message()));
    ArrayNode examples = json.putArray("examples");
    level.examples().forEach(example -> examples.add(TraceJson.of(example)));
    return json;
  }

  private static ObjectNode durations(DurationFigures figures) {
    ObjectNode json = NODES.objectNode();
    json.put("count", figures.count());
    json.set("min", millis(figures.min()));
    json.set("mean", millis(figures.mean()));
    json.set("max", millis(figures.max()));
    ArrayNode curve = json.putArray("percentiles");
    figures
        .curve()
        .forEach(point -> {
          ArrayNode pair = curve.addArray();
          pair.add(NODES.numberNode(plain(BigDecimal.valueOf(point.percent()))));
          pair.add(millis(point.value()));
        });
    return json;
  }

  private static ObjectNode phases(PhaseFigures figures) {
    ObjectNode json = NODES.objectNode();
    json.put("runs", round(figures.runs()));
    for (Phase phase : Phase.values()) {
      json.set(phase.name(), millis(figures.nanos(phase)));
    }
    json.set("OTHER", millis(figures.other()));
    json.set("total", millis(figures.total()));
    return json;
  }

  static ObjectNode tokens(Usage usage) {
    return NODES
        .objectNode()
        .put("input", usage.inputTokens())
        .put("output", usage.outputTokens())
        .put("cacheRead", usage.cacheReadTokens())
        .put("cacheWrite", usage.cacheWriteTokens())
        .put("reasoning", usage.reasoningTokens());
  }

  private static ObjectNode cost(LevelSpend spend, String currency) {
    ObjectNode json = NODES.objectNode();
    json.put("currency", currency.isEmpty() ? null : currency);
    json.put("amount", spend.cost().map(BenchJson::money).orElse(null));
    json.put("perThousandRuns", spend.costPerThousand().map(BenchJson::money).orElse(null));
    json.put("unpricedRuns", spend.unpricedRuns());
    return json;
  }

  private static ObjectNode work(LevelWork work) {
    ObjectNode json = NODES.objectNode();
    json.put("requests", work.requests()).put("retries", work.retries());
    json.put("reAsks", work.reAsks()).put("hedges", work.hedges());
    json.put("cacheHits", work.cacheHits()).put("sharedRuns", work.sharedRuns());
    json.set("requestFailures", counts(work.requestFailures()));
    json.set("repairs", counts(work.repairs()));
    json.set("violations", counts(work.violations()));
    return json;
  }

  private static ObjectNode counts(Map<String, Long> counts) {
    ObjectNode json = NODES.objectNode();
    counts.forEach(json::put);
    return json;
  }

  static JsonNode millis(Duration duration) {
    return millis((double) duration.toNanos());
  }

  static JsonNode millis(double nanos) {
    return NODES.numberNode(round(nanos / NANOS_PER_MILLI));
  }

  static Optional<BigDecimal> roundedMoney(Optional<BigDecimal> amount) {
    return amount.map(BenchJson::money);
  }

  private static BigDecimal money(BigDecimal amount) {
    return plain(amount.round(MONEY));
  }

  private static BigDecimal round(double value) {
    return plain(BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP));
  }

  // Without zeros at the end, and without an exponent.
  private static BigDecimal plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
