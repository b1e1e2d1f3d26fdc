package org.atomicagents.cli.bench.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.atomicagents.cli.bench.DurationFigures;
import org.atomicagents.cli.bench.DurationFigures.Percentile;
import org.atomicagents.cli.bench.FigureText;
import org.atomicagents.cli.bench.LoadLevel;
import org.atomicagents.cli.bench.html.LineChart.Axis;
import org.atomicagents.cli.bench.html.LineChart.Point;
import org.atomicagents.cli.bench.html.LineChart.Series;

/**
 * The percentiles of durations, a line per level. The horizontal axis gives each further nine the
 * same width, up to the percentile that the number of runs supports.
 *
 * @param id the prefix of the ids of the chart
 */
record DistributionChart(
    String id, String title, List<LoadLevel> levels, Function<LoadLevel, DurationFigures> figures) {
  private static final int MIN_RUNS = 10;
  private static final double MAX_LINEAR_RATIO = 8;
  private static final int TICKS = 5;
  private static final double[] LABELLED = {0, 50, 75, 90, 95, 99, 99.9, 99.99};

  /** Returns whether no level has enough runs for a distribution. */
  boolean isEmpty() {
    return shown().isEmpty();
  }

  private List<LoadLevel> shown() {
    return levels.stream().filter(level -> figures.apply(level).count() >= MIN_RUNS).toList();
  }

  void write(Markup to) {
    List<LoadLevel> shown = shown();
    double last = shown.stream().mapToDouble(l -> nines(supported(of(l).count()))).max().orElse(1);
    ChartScale horizontal = new ChartScale(0, last, LineChart.LEFT, LineChart.RIGHT, false);
    ChartScale vertical = vertical(shown);
    var ticks = new ArrayList<Double>();
    for (double percent : LABELLED) {
      if (nines(percent) <= last + 1e-9) {
        ticks.add(nines(percent));
      }
    }
    var series = new ArrayList<Series>();
    for (LoadLevel level : shown) {
      series.add(series(level));
    }
    new LineChart(
            id,
            title,
            "Percentiles of the durations by level; the table above has the main ones.",
            new Axis(horizontal, "percentile", ticks, DistributionChart::percentText),
            new Axis(vertical, "time", vertical.ticks(TICKS), FigureText::axisMillis),
            series)
        .write(to);
  }

  private DurationFigures of(LoadLevel level) {
    return figures.apply(level);
  }

  private ChartScale vertical(List<LoadLevel> shown) {
    double min = Double.MAX_VALUE;
    double max = 0;
    for (LoadLevel level : shown) {
      min = Math.min(min, of(level).min().toNanos() / 1e6);
      max = Math.max(max, of(level).at(supported(of(level).count())).toNanos() / 1e6);
    }
    return min > 0 && max / min > MAX_LINEAR_RATIO
        ? ChartScale.logarithmic(min * 0.9, max * 1.1, LineChart.BOTTOM, LineChart.TOP)
        : ChartScale.fromZero(max * 1.05, TICKS, LineChart.BOTTOM, LineChart.TOP);
  }

  private Series series(LoadLevel level) {
    double end = supported(of(level).count());
    var points = new ArrayList<Point>();
    for (Percentile percentile : of(level).curve()) {
      if (percentile.percent() >= 1 && percentile.percent() <= end) {
        points.add(
            new Point(
                nines(percentile.percent()),
                percentile.value().toNanos() / 1e6,
                "%s, p%s: %s"
                    .formatted(
                        FigureText.count(level.concurrency(), "caller"),
                        number(percentile.percent()),
                        FigureText.duration(percentile.value()))));
      }
    }
    return new Series(
        FigureText.count(level.concurrency(), "caller"),
        LevelStyle.of(levels.indexOf(level)),
        points,
        false);
  }

  /** Returns the highest percentile below 100 that a number of runs can have. */
  private static double supported(long count) {
    double best = 90;
    for (double percent : new double[] {95, 99, 99.9, 99.99}) {
      if (count * (100 - percent) / 100 >= 0.999) {
        best = percent;
      }
    }
    return best;
  }

  private static double nines(double percent) {
    return -Math.log10(1 - percent / 100);
  }

  private static String percentText(double nines) {
    return "p" + number(Math.round((1 - Math.pow(10, -nines)) * 1e4) / 1e2);
  }

  private static String number(double percent) {
    String text = String.format(Locale.ROOT, "%.2f", percent);
    return text.endsWith("00")
        ? text.substring(0, text.length() - 3)
        : text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }
}
