package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.atomicagents.cli.terminal.Terminal;
import org.atomicagents.cli.terminal.TextCleaner;
import org.atomicagents.message.Usage;
import org.atomicagents.time.Phase;

/** Prints a report as tables. */
public final class BenchTables {
  private static final int WIDE = 100;
  private static final int LEVELS_PER_TABLE = 4;
  private static final double MIN_SHARE = 0.0005;
  private static final String NONE = "-";

  private final BenchReport report;
  private final Terminal terminal;
  private final List<LoadLevel> levels;

  /** Creates the tables of a report for a terminal. */
  public BenchTables(BenchReport report, Terminal terminal) {
    this.report = report;
    this.terminal = terminal;
    this.levels = report.load().levels();
  }

  /** Prints the tables. */
  public void print() {
    terminal.line(
        TextCleaner.cleanLine(
            "%s on %s, %s"
                .formatted(
                    report.subject().agent(),
                    report.subject().model(),
                    report.subject().inputFile())));
    report.partialReason().ifPresent(reason -> terminal.text(0, reason));
    if (levels.isEmpty()) {
      terminal.line("No run was measured.");
      return;
    }
    latencies();
    for (int i = 0; i < levels.size(); i += LEVELS_PER_TABLE) {
      phases(levels.subList(i, Math.min(levels.size(), i + LEVELS_PER_TABLE)));
    }
    spend();
    work();
    failures();
  }

  private record Column(String name, Function<LoadLevel, String> value) {}

  private void latencies() {
    terminal.heading("Runs and latency by the number of concurrent callers");
    boolean isWide = terminal.availableWidth(0) >= WIDE;
    var columns = new ArrayList<Column>();
    columns.add(new Column("callers", level -> FigureText.count(level.concurrency())));
    columns.add(new Column("runs", level -> FigureText.count(level.runs())));
    columns.add(new Column("failed", level -> FigureText.count(level.failed())));
    columns.add(new Column("runs/s", level -> FigureText.rate(level.runsPerSecond())));
    if (isWide) {
      columns.add(latency("mean", level -> FigureText.duration(level.latency().mean())));
    }
    columns.add(latency("p50", level -> FigureText.duration(level.latency().p50())));
    if (isWide) {
      columns.add(latency("p90", level -> FigureText.duration(level.latency().at(90))));
    }
    columns.add(latency("p95", level -> FigureText.duration(level.latency().p95())));
    columns.add(latency("p99", level -> FigureText.duration(level.latency().p99())));
    columns.add(latency("max", level -> FigureText.duration(level.latency().max())));
    columns.add(
        new Column(
            isWide ? "first token p50" : "first p50",
            level -> firstToken(level, level.firstToken().p50())));
    if (isWide) {
      columns.add(
          new Column("first token p95", level -> firstToken(level, level.firstToken().p95())));
    }
    print(columns);
    if (levels.stream().anyMatch(level -> level.succeeded() > 0 && level.succeeded() < 100)) {
      terminal.text(2, "With fewer than 100 runs, p99 is the slowest run.");
    }
  }

  private static Column latency(String name, Function<LoadLevel, String> value) {
    return new Column(name, level -> level.latency().isPresent() ? value.apply(level) : NONE);
  }

  private static String firstToken(LoadLevel level, Duration value) {
    return level.firstToken().isPresent() ? FigureText.duration(value) : NONE;
  }

  private void print(List<Column> columns) {
    var table = new TextTable(columns.stream().map(Column::name).toList());
    levels.forEach(
        level -> table.add(columns.stream().map(column -> column.value().apply(level)).toList()));
    table.lines(terminal.availableWidth(0)).forEach(terminal::line);
  }

  private void phases(List<LoadLevel> shown) {
    if (shown.stream().allMatch(level -> level.phases().total() == 0)) {
      return;
    }
    terminal.heading("Phases: the mean of the successful runs");
    var header = new ArrayList<String>();
    header.add("");
    shown.forEach(level -> header.add(FigureText.count(level.concurrency(), "caller")));
    var table = new TextTable(header);
    var others = new EnumMap<Phase, Boolean>(Phase.class);
    for (Phase phase : Phase.values()) {
      if (shown.stream().anyMatch(level -> level.phases().share(phase) >= MIN_SHARE)) {
        table.add(row(BenchReport.lower(phase).replace('_', ' '), shown, phase));
      } else {
        others.put(phase, true);
      }
    }
    table.add(
        cells(
            "other",
            shown,
            figures ->
                figures.other() + others.keySet().stream().mapToDouble(figures::nanos).sum()));
    table.add(cells("total", shown, PhaseFigures::total));
    table.lines(terminal.availableWidth(0)).forEach(terminal::line);
  }

  private static List<String> row(String name, List<LoadLevel> shown, Phase phase) {
    return cells(name, shown, figures -> figures.nanos(phase));
  }

  private static List<String> cells(
      String name, List<LoadLevel> shown, Function<PhaseFigures, Double> nanos) {
    var cells = new ArrayList<String>();
    cells.add(name);
    for (LoadLevel level : shown) {
      double total = level.phases().total();
      double value = nanos.apply(level.phases());
      cells.add(
          total == 0
              ? NONE
              : "%s %5s".formatted(FigureText.nanos(value), FigureText.percent(value / total)));
    }
    return cells;
  }

  private void spend() {
    if (report.load().spend().usage().equals(Usage.NONE)) {
      return;
    }
    terminal.heading("Tokens and cost");
    var columns = new ArrayList<Column>();
    columns.add(new Column("callers", level -> FigureText.count(level.concurrency())));
    columns.add(tokens("in", Usage::inputTokens));
    if (report.load().spend().usage().cacheReadTokens() > 0) {
      columns.add(tokens("cached", Usage::cacheReadTokens));
    }
    columns.add(tokens("out", Usage::outputTokens));
    columns.add(new Column("out/s", level -> FigureText.rate(level.outputTokensPerSecond())));
    columns.add(new Column("out/s of a run", level -> FigureText.rate(level.tokensPerSecond())));
    if (report.hasCost()) {
      columns.add(
          new Column("cost", level -> level.spend().cost().map(report::money).orElse(NONE)));
      columns.add(
          new Column(
              "of 1,000 runs",
              level -> level.spend().costPerThousand().map(report::money).orElse(NONE)));
    }
    print(columns);
    if (!report.hasCost()) {
      terminal.text(2, "The price of the model is not known.");
    }
  }

  private static Column tokens(String name, Function<Usage, Long> value) {
    return new Column(name, level -> FigureText.count(value.apply(level.spend().usage())));
  }

  private void work() {
    var columns = new ArrayList<Column>();
    columns.add(new Column("callers", level -> FigureText.count(level.concurrency())));
    columns.add(work("requests", LevelWork::requests));
    columns.add(work("retries", LevelWork::retries));
    columns.add(work("re-asks", LevelWork::reAsks));
    columns.add(work("repairs", LevelWork::repairCount));
    addUnlessZero(columns, "hedges", LevelWork::hedges);
    addUnlessZero(columns, "cache hits", LevelWork::cacheHits);
    addUnlessZero(columns, "shared", LevelWork::sharedRuns);
    terminal.heading("Requests");
    print(columns);
    counts("failed requests", LevelWork::requestFailures);
    counts("repairs", LevelWork::repairs);
    counts("violations", LevelWork::violations);
  }

  private void addUnlessZero(List<Column> to, String name, Function<LevelWork, Long> value) {
    if (levels.stream().anyMatch(level -> value.apply(level.work()) > 0)) {
      to.add(work(name, value));
    }
  }

  private static Column work(String name, Function<LevelWork, Long> value) {
    return new Column(name, level -> FigureText.count(value.apply(level.work())));
  }

  private void counts(String name, Function<LevelWork, ? extends Map<String, Long>> counts) {
    var all = new BoundedCounts();
    levels.forEach(level -> counts.apply(level.work()).forEach(all::add));
    if (!all.byCount().isEmpty()) {
      terminal.field(
          name,
          16,
          all.byCount().entrySet().stream()
              .map(entry -> FigureText.count(entry.getValue()) + " " + entry.getKey())
              .collect(Collectors.joining(", ")));
    }
  }

  private void failures() {
    if (report.load().failed() == 0) {
      return;
    }
    terminal.heading("Failures");
    for (LoadLevel level : levels) {
      for (FailureFigures failure : level.failures()) {
        terminal.field(
            FigureText.count(level.concurrency(), "caller"),
            16,
            "%s %s: %s"
                .formatted(
                    FigureText.count(failure.count()),
                    failure.type(),
                    failure.message().lines().findFirst().orElse("")));
      }
    }
  }
}
