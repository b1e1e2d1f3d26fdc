package org.atomicagents.cli.bench.html;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.atomicagents.cli.bench.CallTrace;
import org.atomicagents.cli.bench.CallTrace.Example;
import org.atomicagents.cli.bench.FigureText;
import org.atomicagents.cli.bench.LoadLevel;
import org.atomicagents.cli.bench.TraceKind;
import org.atomicagents.cli.bench.TraceSegment;

/**
 * The courses of single runs of a level, on a common axis.
 *
 * @param id the prefix of the ids of the chart
 */
record WaterfallChart(String id, LoadLevel level) {
  private static final double WIDTH = 1060;
  private static final double LEFT = 172;
  private static final double RIGHT = WIDTH - 210;
  private static final double TOP = 26;
  private static final double ROW = 24;
  private static final double BAR = 15;
  private static final int TICKS = 6;
  private static final double MIN_WIDTH = 0.7;
  private static final int MAX_NOTE = 34;

  /** Writes the legend of the kinds that occur in levels. */
  static void legend(Markup to, List<LoadLevel> levels) {
    Set<TraceKind> kinds = new LinkedHashSet<>();
    for (TraceKind kind : TraceKind.values()) {
      if (levels.stream()
          .flatMap(level -> level.examples().stream())
          .flatMap(example -> example.trace().segments().stream())
          .anyMatch(segment -> segment.kind() == kind)) {
        kinds.add(kind);
      }
    }
    PhaseStyle.legend(to, new ArrayList<>(kinds.stream().map(PhaseStyle::of).toList()));
  }

  void write(Markup to) {
    List<Example> examples = level.examples();
    double max = examples.stream().mapToDouble(e -> millis(e.trace().latency())).max().orElse(1);
    ChartScale scale = new ChartScale(0, Math.max(max, 1e-3), LEFT, RIGHT, false);
    double bottom = TOP + examples.size() * ROW;
    to.begin("figure", "class", "chart");
    to.begin(
        "svg",
        "viewBox",
        "0 0 " + (int) WIDTH + " " + (int) (bottom + 6),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text");
    to.element(
        "title",
        "Single runs with " + FigureText.count(level.concurrency(), "caller"),
        "id",
        id + "-title");
    to.element("desc", describe(examples), "id", id + "-text");
    axis(to, scale, bottom);
    double y = TOP + (ROW - BAR) / 2;
    for (Example example : examples) {
      row(to, example, scale, y);
      y += ROW;
    }
    to.end().end().line();
  }

  private static void axis(Markup to, ChartScale scale, double bottom) {
    for (double tick : scale.ticks(TICKS)) {
      double x = scale.at(tick);
      to.empty("line", "class", "grid", "x1", x, "x2", x, "y1", TOP - 4, "y2", bottom);
      to.element(
          "text",
          FigureText.axisMillis(tick),
          "class",
          "tick",
          "x",
          x,
          "y",
          TOP - 11,
          "text-anchor",
          "middle");
    }
  }

  private static void row(Markup to, Example example, ChartScale scale, double y) {
    CallTrace trace = example.trace();
    double text = y + BAR / 2 + 4;
    to.element("text", reason(example), "x", 0, "y", text);
    to.element(
        "text",
        "run " + FigureText.count(trace.number() + 1),
        "x",
        LEFT - 12,
        "y",
        text,
        "text-anchor",
        "end");
    for (TraceSegment segment : trace.segments()) {
      double start = scale.at(millis(segment.start()));
      double end = scale.at(millis(segment.start().plus(segment.length())));
      PhaseStyle.Part part = PhaseStyle.of(segment.kind());
      to.begin(
          "rect",
          "x",
          start,
          "y",
          y,
          "width",
          Math.max(MIN_WIDTH, end - start),
          "height",
          BAR,
          "fill",
          part.colour());
      String note = segment.note().isEmpty() ? "" : " (" + segment.note() + ")";
      to.element(
              "title",
              "%s%s: %s, from %s"
                  .formatted(
                      part.name(),
                      note,
                      FigureText.duration(segment.length()),
                      FigureText.duration(segment.start())))
          .end();
    }
    firstToken(to, trace, scale, y);
    to.begin("text", "x", scale.at(millis(trace.latency())) + 8, "y", text);
    to.begin("tspan", "class", "strong").text(FigureText.duration(trace.latency())).end();
    to.text("  " + note(trace)).end();
  }

  private static void firstToken(Markup to, CallTrace trace, ChartScale scale, double y) {
    trace
        .firstToken()
        .ifPresent(first -> {
          double x = scale.at(millis(first));
          to.begin("line", "class", "mark", "x1", x, "x2", x, "y1", y - 2, "y2", y + BAR + 2);
          to.element("title", "first token after " + FigureText.duration(first)).end();
        });
  }

  private static String reason(Example example) {
    return switch (example.reason()) {
      case SLOWEST -> "slowest";
      case TYPICAL -> "near the median";
      case FAILED -> "failed";
    };
  }

  private static String note(CallTrace trace) {
    if (trace.failure().isPresent()) {
      String type = trace.failure().get().type();
      return type.length() <= MAX_NOTE ? type : type.substring(0, MAX_NOTE) + "…";
    }
    var parts = new ArrayList<String>();
    switch (trace.cacheState()) {
      case HIT, JOURNALED -> parts.add("from the cache");
      case SHARED -> parts.add("shared request");
      case NONE, MISS -> {}
    }
    if (trace.requests() > 1) {
      parts.add(FigureText.count(trace.requests(), "request"));
    }
    if (trace.usage().outputTokens() > 0) {
      parts.add(FigureText.count(trace.usage().outputTokens(), "token"));
    }
    return String.join(", ", parts);
  }

  private static String describe(List<Example> examples) {
    return String.join(
        "; ",
        examples.stream()
            .map(example ->
                "%s run %s: %s%s"
                    .formatted(
                        reason(example),
                        FigureText.count(example.trace().number() + 1),
                        FigureText.duration(example.trace().latency()),
                        example.trace().failure().map(failure -> ", " + failure.type()).orElse("")))
            .toList());
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
