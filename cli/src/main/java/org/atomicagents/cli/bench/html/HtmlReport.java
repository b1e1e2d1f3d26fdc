package org.atomicagents.cli.bench.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.atomicagents.cli.bench.BenchJson;
import org.atomicagents.cli.bench.BenchReport;
import org.atomicagents.cli.bench.FigureText;
import org.atomicagents.cli.bench.LoadLevel;
import org.atomicagents.message.Usage;

/**
 * A report as one HTML file, which needs no network and no scripts. Its data is embedded as JSON,
 * in the form of {@link BenchJson}, in the script element with the id {@value #DATA_ID}.
 *
 * <p>The file is also well-formed XML. Names, messages and texts of models are escaped.
 */
public final class HtmlReport {
  /** A text at the beginning of every report. */
  public static final String MARK = "<meta name=\"generator\" content=\"atomic bench\" />";

  /** The id of the element with the data. */
  public static final String DATA_ID = "report-data";

  private static final int MAX_OPEN_LEVELS = 3;

  private final BenchReport report;
  private final List<LoadLevel> levels;
  private final ReportTables tables;
  private final Markup to = new Markup();

  private HtmlReport(BenchReport report) {
    this.report = report;
    this.levels = report.load().levels();
    this.tables = new ReportTables(report);
  }

  /** Returns the HTML of a report. */
  public static String of(BenchReport report) {
    var html = new HtmlReport(report);
    html.write();
    return html.to.toString();
  }

  private void write() {
    to.raw("<!DOCTYPE html>\n").begin("html", "lang", "en").line();
    head();
    to.begin("body").begin("main").line();
    new ReportHeader(report).write(to);
    if (levels.isEmpty()) {
      section("Runs", "No run was measured.").end();
    } else {
      sections();
    }
    footer();
    to.end().line();
    to.begin("script", "type", "application/json", "id", DATA_ID);
    to.raw(Markup.embedded(BenchJson.of(report).toString())).end();
    to.end().end().line();
  }

  private void head() {
    to.begin("head").line().empty("meta", "charset", "utf-8").line().raw(MARK).line();
    to.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    to.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    to.empty("link", "rel", "icon", "href", "data:,").line();
    to.element("title", report.subject().agent() + " – Atomic Agents bench").line();
    to.begin("style").raw(style()).raw(LevelStyle.rules(levels.size())).end().line();
    to.end().line();
  }

  private void sections() {
    section(
        "Runs and latency",
        "A caller starts a run when its previous one has ended. Latencies are those of successful"
            + " runs, from the start of a run to its valid output.");
    tables.latency(to);
    to.end().line();
    charts();
    phases();
    if (!report.load().spend().usage().equals(Usage.NONE)) {
      section("Tokens and cost", spendNote());
      tables.spend(to);
      to.end().line();
    }
    section(
        "Requests",
        "A retry repeats a failed request. A re-ask requests a response again because of"
            + " violations. A repair changes malformed output that has one reading.");
    tables.work(to);
    to.end().line();
    if (report.load().failed() > 0) {
      section("Failures", "Failed runs take no part in latencies and phases.");
      tables.failures(to);
      to.end().line();
    }
    waterfalls();
  }

  private void charts() {
    var scaling = new ScalingCharts(levels);
    var latency =
        new DistributionChart(
            "distribution", "Distribution of the latency", levels, LoadLevel::latency);
    var first =
        new DistributionChart(
            "first-token",
            "Distribution of the time to the first token",
            levels,
            LoadLevel::firstToken);
    if (!scaling.isEmpty()) {
      section(
          "Against concurrency",
          "The dotted line is the throughput if each further caller added as much as those of the"
              + " first level.");
      scaling.write(to);
      to.end().line();
    }
    if (latency.isEmpty()) {
      return;
    }
    section("Distribution", "The share of the runs that took at most this time.");
    to.begin("div", "class", "pair");
    panel("Latency", latency);
    if (!first.isEmpty()) {
      panel("Time to the first token", first);
    }
    to.end().end().line();
  }

  private void panel(String title, DistributionChart chart) {
    to.begin("div", "class", "panel").element("p", title, "class", "chart-title");
    chart.write(to);
    to.end();
  }

  private void phases() {
    var bars = new PhaseBars(levels);
    if (bars.isEmpty()) {
      return;
    }
    section(
        "Phases",
        "The mean of the successful runs that sent requests. Blue is the provider, amber is"
            + " waiting, violet is the network, green is this process.");
    bars.write(to);
    to.end().line();
  }

  private void waterfalls() {
    if (levels.stream().allMatch(level -> level.examples().isEmpty())) {
      return;
    }
    section(
        "Single runs",
        "The slowest runs, runs near the median, and the first failed ones. The upright mark is the"
            + " first token.");
    WaterfallChart.legend(to, levels);
    for (int i = 0; i < levels.size(); i++) {
      LoadLevel level = levels.get(i);
      if (level.examples().isEmpty()) {
        continue;
      }
      if (i < MAX_OPEN_LEVELS) {
        to.begin("details", "open", "open");
      } else {
        to.begin("details");
      }
      to.element("summary", "With " + FigureText.count(level.concurrency(), "caller"));
      to.begin("div", "class", "panel");
      new WaterfallChart("runs-" + i, level).write(to);
      to.end().end().line();
    }
    to.end().line();
  }

  private String spendNote() {
    long warmUp = report.load().warmUp().runs();
    String note = "Tokens as reported by the provider.";
    if (!report.hasCost()) {
      note += " The price of the model is not known.";
    }
    if (warmUp > 0) {
      note +=
          " The %s of the warm-up are not contained%s."
              .formatted(
                  FigureText.count(warmUp, "run"),
                  report
                      .load()
                      .warmUp()
                      .cost()
                      .map(cost -> "; the cost was " + report.money(cost))
                      .orElse(""));
    }
    return note;
  }

  private Markup section(String title, String note) {
    return to.begin("section").element("h2", title).element("p", note);
  }

  private void footer() {
    to.begin("footer");
    to.element(
        "p",
        "Percentiles are nearest ranks with three digits. Warm-up runs are not measured. All levels"
            + " ran in one process: %s.".formatted(report.subject().machine()));
    to.element("p", "Atomic Agents for Java " + report.subject().version() + ", ./atomic bench");
    to.end();
  }

  private static String style() {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
