package org.atomicagents.cli.bench.html;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.atomicagents.cli.bench.BenchReport;
import org.atomicagents.cli.bench.FailureFigures;
import org.atomicagents.cli.bench.FigureText;
import org.atomicagents.cli.bench.LevelWork;
import org.atomicagents.cli.bench.LoadLevel;
import org.atomicagents.message.Usage;

/** The tables of a report. */
final class ReportTables {
  private static final String NONE = "–";
  private static final String UNKNOWN = "not known";
  private static final long MIN_P99_RUNS = 100;

  private final BenchReport report;
  private final List<LoadLevel> levels;

  ReportTables(BenchReport report) {
    this.report = report;
    this.levels = report.load().levels();
  }

  /** A column; the style is the class of its cells, or empty. */
  private record Column(
      String name, Function<LoadLevel, String> value, Function<LoadLevel, String> style) {
    static Column of(String name, Function<LoadLevel, String> value) {
      return new Column(name, value, level -> "");
    }
  }

  void latency(Markup to) {
    var columns = new ArrayList<Column>();
    columns.add(Column.of("runs", level -> FigureText.count(level.runs())));
    columns.add(
        new Column(
            "failed",
            level -> FigureText.count(level.failed()),
            level -> level.failed() > 0 ? "bad" : ""));
    columns.add(Column.of("runs/s", level -> FigureText.rate(level.runsPerSecond())));
    columns.add(latency("mean", level -> level.latency().mean()));
    columns.add(latency("p50", level -> level.latency().p50()));
    columns.add(latency("p90", level -> level.latency().at(90)));
    columns.add(latency("p95", level -> level.latency().p95()));
    columns.add(
        new Column(
            "p99",
            level -> latencyText(level, level.latency().p99()),
            level -> level.succeeded() > 0 && level.succeeded() < MIN_P99_RUNS ? "weak" : ""));
    columns.add(latency("max", level -> level.latency().max()));
    if (levels.stream().anyMatch(level -> level.firstToken().isPresent())) {
      columns.add(firstToken("first token p50", level -> level.firstToken().p50()));
      columns.add(firstToken("first token p95", level -> level.firstToken().p95()));
    }
    table(to, columns);
    if (levels.stream()
        .anyMatch(level -> level.succeeded() > 0 && level.succeeded() < MIN_P99_RUNS)) {
      to.element("p", "* The slowest run: p99 needs 100 runs.", "class", "foot");
    }
  }

  private static Column latency(String name, Function<LoadLevel, Duration> value) {
    return Column.of(name, level -> latencyText(level, value.apply(level)));
  }

  private static String latencyText(LoadLevel level, Duration value) {
    return level.latency().isPresent() ? FigureText.duration(value) : NONE;
  }

  private static Column firstToken(String name, Function<LoadLevel, Duration> value) {
    return Column.of(
        name,
        level -> level.firstToken().isPresent() ? FigureText.duration(value.apply(level)) : NONE);
  }

  void spend(Markup to) {
    Usage all = report.load().spend().usage();
    var columns = new ArrayList<Column>();
    columns.add(tokens("input tokens", Usage::inputTokens));
    if (all.cacheReadTokens() > 0) {
      columns.add(tokens("of these cached", Usage::cacheReadTokens));
    }
    columns.add(tokens("output tokens", Usage::outputTokens));
    if (all.reasoningTokens() > 0) {
      columns.add(tokens("of these reasoning", Usage::reasoningTokens));
    }
    columns.add(
        Column.of("output tokens/s", level -> FigureText.rate(level.outputTokensPerSecond())));
    columns.add(Column.of("of a single run", level -> FigureText.rate(level.tokensPerSecond())));
    if (report.hasCost()) {
      columns.add(
          Column.of("cost", level -> level.spend().cost().map(report::money).orElse(UNKNOWN)));
      columns.add(
          Column.of(
              "cost of 1,000 runs",
              level -> level.spend().costPerThousand().map(report::money).orElse(UNKNOWN)));
    }
    table(to, columns);
  }

  private static Column tokens(String name, Function<Usage, Long> value) {
    return Column.of(name, level -> FigureText.count(value.apply(level.spend().usage())));
  }

  void work(Markup to) {
    var columns = new ArrayList<Column>();
    columns.add(work("requests", LevelWork::requests));
    columns.add(work("retries", LevelWork::retries));
    columns.add(work("re-asks", LevelWork::reAsks));
    columns.add(work("repairs", LevelWork::repairCount));
    columns.add(work("hedges", LevelWork::hedges));
    if (levels.stream().anyMatch(l -> l.work().cacheHits() + l.work().sharedRuns() > 0)) {
      columns.add(work("cache hits", LevelWork::cacheHits));
      columns.add(work("shared requests", LevelWork::sharedRuns));
    }
    table(to, columns);
    counts(to);
  }

  private static Column work(String name, Function<LevelWork, Long> value) {
    return Column.of(name, level -> FigureText.count(value.apply(level.work())));
  }

  private void table(Markup to, List<Column> columns) {
    to.begin("div", "class", "panel rows").begin("table");
    to.begin("thead").begin("tr").element("th", "callers", "scope", "col");
    columns.forEach(column -> to.element("th", column.name(), "scope", "col"));
    to.end().end().begin("tbody");
    for (LoadLevel level : levels) {
      to.begin("tr").element("th", FigureText.count(level.concurrency()), "scope", "row");
      for (Column column : columns) {
        String style = column.style().apply(level);
        String text = column.value().apply(level);
        if (style.isEmpty()) {
          to.element("td", text);
        } else {
          to.element("td", text, "class", style);
        }
      }
      to.end().line();
    }
    to.end().end().end().line();
  }

  /** Writes the failed requests, repairs and violations of all levels by name. */
  private void counts(Markup to) {
    var groups = new LinkedHashMap<String, Map<String, Long>>();
    groups.put("failed request", sum(LevelWork::requestFailures));
    groups.put("repair", sum(LevelWork::repairs));
    groups.put("violation at", sum(LevelWork::violations));
    if (groups.values().stream().allMatch(Map::isEmpty)) {
      return;
    }
    to.begin("div", "class", "panel rows").begin("table").begin("thead").begin("tr");
    to.element("th", "kind", "scope", "col");
    to.element("th", "name", "scope", "col", "class", "text");
    to.element("th", "count", "scope", "col");
    to.end().end().begin("tbody");
    groups.forEach((kind, names) ->
        names.forEach((name, count) -> {
          to.begin("tr").element("td", kind).element("td", name, "class", "code");
          to.element("td", FigureText.count(count)).end();
        }));
    to.end().end().end().line();
  }

  private Map<String, Long> sum(Function<LevelWork, ? extends Map<String, Long>> counts) {
    var all = new LinkedHashMap<String, Long>();
    levels.forEach(level ->
        counts.apply(level.work()).forEach((name, count) -> all.merge(name, count, Long::sum)));
    return all;
  }

  void failures(Markup to) {
    to.begin("div", "class", "panel rows").begin("table").begin("thead").begin("tr");
    to.element("th", "callers", "scope", "col").element("th", "runs", "scope", "col");
    to.element("th", "type", "scope", "col", "class", "text");
    to.element("th", "first message", "scope", "col", "class", "text");
    to.end().end().begin("tbody");
    for (LoadLevel level : levels) {
      for (FailureFigures failure : level.failures()) {
        to.begin("tr").element("th", FigureText.count(level.concurrency()), "scope", "row");
        to.element("td", FigureText.count(failure.count()), "class", "bad");
        to.element("td", failure.type(), "class", "code");
        to.element("td", failure.message(), "class", "text").end().line();
      }
    }
    to.end().end().end().line();
  }
}
