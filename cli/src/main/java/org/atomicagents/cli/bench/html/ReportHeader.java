package org.atomicagents.cli.bench.html;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.atomicagents.cli.bench.BenchReport;
import org.atomicagents.cli.bench.FigureText;
import org.atomicagents.cli.bench.LevelSpend;
import org.atomicagents.cli.bench.LoadLevel;
import org.atomicagents.cli.bench.LoadPlan;

/** The title of a report and its main figures. */
record ReportHeader(BenchReport report) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  void write(Markup to) {
    LoadPlan plan = report.load().plan();
    to.begin("header");
    to.element("p", "Atomic Agents · bench", "class", "eyebrow");
    to.element("h1", report.subject().agent());
    to.begin("p", "class", "facts");
    to.element("strong", report.subject().model());
    to.text(
        " · %s from %s · %s · %s"
            .formatted(
                FigureText.count(report.subject().inputs(), "input"),
                report.subject().inputFile(),
                plannedRuns(plan),
                DATE.format(report.load().started())));
    to.end();
    report
        .subject()
        .simulation()
        .ifPresent(settings ->
            to.element(
                "p",
                "The model is simulated ("
                    + settings
                    + "): these are not the times of a"
                    + " provider.",
                "class",
                "notice plain"));
    report
        .partialReason()
        .ifPresent(reason -> to.element("p", reason, "class", "notice", "role", "status"));
    to.end().line();
    cards(to);
  }

  private void cards(Markup to) {
    Optional<LoadLevel> fastest = report.fastestLevel();
    to.begin("ul", "class", "cards");
    if (fastest.isPresent()) {
      LoadLevel best = fastest.get();
      LoadLevel first = firstWithRuns(best);
      card(
          to,
          "Highest throughput",
          FigureText.rate(best.runsPerSecond()) + " runs/s",
          "with " + FigureText.count(best.concurrency(), "caller"));
      card(
          to,
          "Median latency",
          FigureText.duration(first.latency().p50()),
          first.equals(best)
              ? "p95 " + FigureText.duration(first.latency().p95())
              : "%s with %s"
                  .formatted(
                      FigureText.duration(best.latency().p50()),
                      FigureText.count(best.concurrency(), "caller")));
      if (first.firstToken().isPresent()) {
        card(
            to,
            "First token, median",
            FigureText.duration(first.firstToken().p50()),
            first.equals(best)
                ? "p95 " + FigureText.duration(first.firstToken().p95())
                : "%s with %s"
                    .formatted(
                        FigureText.duration(best.firstToken().p50()),
                        FigureText.count(best.concurrency(), "caller")));
      }
    }
    long runs = report.load().succeeded() + report.load().failed();
    to.begin("li", "class", report.load().failed() > 0 ? "bad" : "good");
    content(
        to,
        "Failed runs",
        FigureText.count(report.load().failed()),
        "of " + FigureText.count(runs));
    to.end();
    LevelSpend spend = report.load().spend();
    if (spend.cost().isPresent()) {
      card(
          to,
          "Cost",
          report.money(spend.cost().get()),
          spend.costPerThousand().map(report::money).orElse("") + " for 1,000 runs");
    } else {
      card(
          to,
          "Tokens",
          FigureText.compact(spend.usage().totalTokens()),
          FigureText.compact(spend.usage().outputTokens()) + " output");
    }
    to.end().line();
  }

  private static String plannedRuns(LoadPlan plan) {
    String runs = FigureText.count(plan.runs(), "run");
    int levels = plan.concurrency().size();
    return levels == 1 ? runs : runs + " at each of " + levels + " levels";
  }

  private LoadLevel firstWithRuns(LoadLevel fallback) {
    return report.load().levels().stream()
        .filter(level -> level.succeeded() > 0)
        .findFirst()
        .orElse(fallback);
  }

  private static void card(Markup to, String name, String value, String note) {
    to.begin("li");
    content(to, name, value, note);
    to.end();
  }

  private static void content(Markup to, String name, String value, String note) {
    to.element("div", name, "class", "name");
    to.element("div", value, "class", "value");
    to.element("div", note, "class", "note");
  }
}
