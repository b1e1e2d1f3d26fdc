package org.atomicagents.cli.bench.html;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.atomicagents.cli.bench.FigureText;
import org.atomicagents.cli.bench.LoadLevel;
import org.atomicagents.cli.bench.html.LineChart.Axis;
import org.atomicagents.cli.bench.html.LineChart.Point;
import org.atomicagents.cli.bench.html.LineChart.Series;

/** Throughput and latency against concurrency. */
final class ScalingCharts {
  private static final double MAX_LINEAR_RATIO = 60;
  private static final double HEADROOM = 1.12;
  private static final int TICKS = 5;

  private final List<LoadLevel> levels;
  private final Axis callers;

  /** Creates the charts of the levels that have a successful run. */
  ScalingCharts(List<LoadLevel> all) {
    this.levels =
        all.stream()
            .filter(level -> level.succeeded() > 0)
            .sorted(Comparator.comparingInt(LoadLevel::concurrency))
            .toList();
    this.callers = callers(levels);
  }

  /** Returns whether there are fewer than two points. */
  boolean isEmpty() {
    return levels.size() < 2;
  }

  void write(Markup to) {
    to.begin("div", "class", "pair");
    to.begin("div", "class", "panel").element("p", "Throughput", "class", "chart-title");
    throughput().write(to);
    to.end();
    to.begin("div", "class", "panel").element("p", "Latency", "class", "chart-title");
    latency().write(to);
    to.end().end().line();
  }

  private static Axis callers(List<LoadLevel> levels) {
    int max = levels.stream().mapToInt(LoadLevel::concurrency).max().orElse(1);
    int min = levels.stream().mapToInt(LoadLevel::concurrency).min().orElse(1);
    ChartScale scale =
        max > min * MAX_LINEAR_RATIO
            ? ChartScale.logarithmic(min, max, LineChart.LEFT, LineChart.RIGHT)
            : new ChartScale(0, max, LineChart.LEFT, LineChart.RIGHT, false);
    List<Double> ticks = levels.stream().map(level -> (double) level.concurrency()).toList();
    return new Axis(
        scale, "concurrent callers", ticks, value -> FigureText.count(Math.round(value)));
  }

  private LineChart throughput() {
    double max = levels.stream().mapToDouble(LoadLevel::runsPerSecond).max().orElse(1);
    ChartScale scale = ChartScale.fromZero(max * HEADROOM, TICKS, LineChart.BOTTOM, LineChart.TOP);
    var points = new ArrayList<Point>();
    for (LoadLevel level : levels) {
      points.add(
          new Point(
              level.concurrency(),
              level.runsPerSecond(),
              "%s: %s runs/s"
                  .formatted(
                      FigureText.count(level.concurrency(), "caller"),
                      FigureText.rate(level.runsPerSecond()))));
    }
    LoadLevel last = levels.getLast();
    var series = new ArrayList<Series>();
    List<Point> ideal = ideal(scale.max());
    boolean isWhole = ideal.getLast().x() >= callers.scale().max();
    series.add(new Series(isWhole ? "linear" : "", "ideal", ideal, false));
    series.add(new Series(FigureText.rate(last.runsPerSecond()) + "/s", "q50", points, true));
    return new LineChart(
        "throughput",
        "Throughput against concurrency",
        "Successful runs per second: "
            + describe(level -> FigureText.rate(level.runsPerSecond()) + " runs/s")
            + ". The dotted line is the throughput of the first level per caller.",
        callers,
        new Axis(scale, "runs/s", scale.ticks(TICKS), FigureText::axisNumber),
        series);
  }

  /** Returns the line on which throughput grows with the callers, up to the top of the chart. */
  private List<Point> ideal(double top) {
    LoadLevel first = levels.getFirst();
    double perCaller = first.runsPerSecond() / first.concurrency();
    double end = Math.min(callers.scale().max(), top / perCaller);
    var points = new ArrayList<Point>();
    int steps = callers.scale().isLogarithmic() ? 40 : 1;
    for (int i = 0; i <= steps; i++) {
      double x = first.concurrency() + (end - first.concurrency()) * i / steps;
      points.add(new Point(x, x * perCaller, "linear scaling"));
    }
    return points;
  }

  private LineChart latency() {
    double max = levels.stream().mapToDouble(level -> nanos(level.latency().p99())).max().orElse(1);
    ChartScale millis =
        ChartScale.fromZero(max / 1e6 * HEADROOM, TICKS, LineChart.BOTTOM, LineChart.TOP);
    return new LineChart(
        "latency",
        "Latency against concurrency",
        "Median, 95th and 99th percentile of the latency: "
            + describe(level ->
                "%s, %s, %s"
                    .formatted(
                        FigureText.duration(level.latency().p50()),
                        FigureText.duration(level.latency().p95()),
                        FigureText.duration(level.latency().p99())))
            + ".",
        callers,
        new Axis(millis, "latency", millis.ticks(TICKS), value -> FigureText.axisMillis(value)),
        List.of(
            percentile("p50", "q50", level -> level.latency().p50()),
            percentile("p95", "q95", level -> level.latency().p95()),
            percentile("p99", "q99", level -> level.latency().p99())));
  }

  private Series percentile(String name, String style, Function<LoadLevel, Duration> value) {
    var points = new ArrayList<Point>();
    for (LoadLevel level : levels) {
      Duration latency = value.apply(level);
      points.add(
          new Point(
              level.concurrency(),
              nanos(latency) / 1e6,
              "%s, %s: %s"
                  .formatted(
                      FigureText.count(level.concurrency(), "caller"),
                      name,
                      FigureText.duration(latency))));
    }
    return new Series(name, style, points, true);
  }

  private String describe(Function<LoadLevel, String> value) {
    return String.join(
        "; ",
        levels.stream()
            .map(level ->
                FigureText.count(level.concurrency(), "caller") + ": " + value.apply(level))
            .toList());
  }

  private static double nanos(Duration duration) {
    return duration.toNanos();
  }
}
