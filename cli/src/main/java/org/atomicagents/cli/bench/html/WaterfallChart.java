package org.atomicagents.cli.bench.html;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.atomicagents.cli.bench.CallTrace;
import org.atomicagents.cli.bench.CallTrace.Example;
import org.atomicagents.cli.bench.CallTrace.Reason;
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
  private static final double LEFT = 124;
  private static final double RIGHT = WIDTH - 210;
  private static final double TOP = 30;
  private static final double ROW = 23;
  private static final double GAP = 10;
  private static final double MAX_RATIO = 5;
  private static final double MIN_MILLIS = 1e-3;
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
    Map<Reason, List<CallTrace>> groups = groups();
    double height = groups.size() * (TOP + GAP) + level.examples().size() * ROW;
    to.begin("figure", "class", "chart");
    to.begin(
        "svg",
        "viewBox",
        "0 0 " + (int) WIDTH + " " + (int) Math.ceil(height),
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text");
    to.element(
        "title",
        "Single runs with " + FigureText.count(level.concurrency(), "caller"),
        "id",
        id + "-title");
    to.element("desc", describe(level.examples()), "id", id + "-text");
    double all = groups.values().stream().mapToDouble(WaterfallChart::longest).max().orElse(1);
    double y = 0;
    for (Map.Entry<Reason, List<CallTrace>> group : groups.entrySet()) {
      double own = longest(group.getValue());
      // Short runs would be invisible on the axis of long ones.
      double max = all > own * MAX_RATIO ? own : all;
      y = group(to, group.getKey(), group.getValue(), max, y);
    }
    to.end().end().line();
  }

  private Map<Reason, List<CallTrace>> groups() {
    var groups = new EnumMap<Reason, List<CallTrace>>(Reason.class);
    for (Example example : level.examples()) {
      groups.computeIfAbsent(example.reason(), absent -> new ArrayList<>()).add(example.trace());
    }
    return groups;
  }

  private static double longest(List<CallTrace> traces) {
    double longest = traces.stream().mapToDouble(trace -> millis(trace.latency())).max().orElse(0);
    return Math.max(longest, MIN_MILLIS);
  }

  /** Writes the runs of one reason with an axis above them, and returns the end of the group. */
  private double group(Markup to, Reason reason, List<CallTrace> traces, double max, double top) {
    ChartScale scale = new ChartScale(0, max, LEFT, RIGHT, false);
    double bottom = top + TOP + traces.size() * ROW;
    for (double tick : scale.ticks(TICKS)) {
      double x = scale.at(tick);
      to.empty("line", "class", "grid", "x1", x, "x2", x, "y1", top + TOP - 4, "y2", bottom);
      to.element(
          "text",
          FigureText.axisMillis(tick),
          "class",
          "tick",
          "x",
          x,
          "y",
          top + TOP - 10,
          "text-anchor",
          "middle");
    }
    to.element("text", name(reason), "class", "strong", "x", 0, "y", top + TOP - 10);
    double y = top + TOP + (ROW - BAR) / 2;
    for (CallTrace trace : traces) {
      row(to, trace, scale, y);
      y += ROW;
    }
    return bottom + GAP;
  }

  private static void row(Markup to, CallTrace trace, ChartScale scale, double y) {
    double text = y + BAR / 2 + 4;
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

  private String name(Reason reason) {
    return switch (reason) {
      case SLOWEST -> level.runs() == 1 ? "The run" : "Slowest";
      case TYPICAL -> "Near the median";
      case FAILED -> "Failed";
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

  private String describe(List<Example> examples) {
    return String.join(
        "; ",
        examples.stream()
            .map(example ->
                "%s run %s: %s%s"
                    .formatted(
                        name(example.reason()),
                        FigureText.count(example.trace().number() + 1),
                        FigureText.duration(example.trace().latency()),
                        example.trace().failure().map(failure -> ", " + failure.type()).orElse("")))
            .toList());
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }
}
