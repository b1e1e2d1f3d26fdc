package org.atomicagents.cli.bench.html;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.cli.bench.FigureText;
import org.atomicagents.cli.bench.LoadLevel;
import org.atomicagents.cli.bench.PhaseFigures;
import org.atomicagents.cli.bench.html.PhaseStyle.Part;
import org.atomicagents.time.Phase;

/** The phases of the runs as stacked bars, and as a table. */
record PhaseBars(List<LoadLevel> levels) {
  private static final double WIDTH = 1060;
  private static final double LEFT = 190;
  private static final double RIGHT = WIDTH - 84;
  private static final double ROW = 26;
  private static final double GAP = 9;
  private static final double BAR = 22;
  private static final double TEXT_PADDING = 14;
  private static final double CHARACTER = 6.6;
  private static final double MIN_SHARE = 0.0005;

  /** A bar. */
  private record Row(String label, String group, PhaseFigures figures) {}

  boolean isEmpty() {
    return levels.stream().allMatch(level -> level.phases().total() == 0);
  }

  void write(Markup to) {
    List<Phase> shown = shown();
    var legend = new ArrayList<>(shown.stream().map(PhaseStyle::of).toList());
    legend.add(PhaseStyle.OTHER);
    to.begin("div", "class", "panel");
    PhaseStyle.legend(to, legend);
    bars(to, rows(), shown);
    table(to, shown);
    to.end().line();
  }

  private List<Phase> shown() {
    var shown = new ArrayList<Phase>();
    for (Phase phase : Phase.values()) {
      if (levels.stream()
          .anyMatch(level ->
              level.phases().share(phase) >= MIN_SHARE
                  || level.slowestPhases().share(phase) >= MIN_SHARE)) {
        shown.add(phase);
      }
    }
    return shown;
  }

  private List<Row> rows() {
    var rows = new ArrayList<Row>();
    for (LoadLevel level : levels) {
      String callers = FigureText.count(level.concurrency(), "caller");
      if (level.phases().total() > 0) {
        rows.add(new Row(callers, "all runs", level.phases()));
      }
      if (level.phases().runs() >= 10) {
        rows.add(new Row("", "slowest 10%", level.slowestPhases()));
      }
    }
    return rows;
  }

  private static void bars(Markup to, List<Row> rows, List<Phase> shown) {
    double max = rows.stream().mapToDouble(row -> row.figures().total()).max().orElse(1);
    ChartScale scale = new ChartScale(0, Math.max(max, 1), LEFT, RIGHT, false);
    long groups = rows.stream().filter(row -> !row.label().isEmpty()).count();
    int height = (int) (rows.size() * ROW + groups * GAP + 4);
    to.begin("figure", "class", "chart");
    to.begin(
        "svg",
        "viewBox",
        "0 0 " + (int) WIDTH + " " + height,
        "role",
        "img",
        "aria-labelledby",
        "phases-title phases-text");
    to.element("title", "Mean time by phase", "id", "phases-title");
    to.element("desc", "The table below has the same figures.", "id", "phases-text");
    double y = 0;
    for (Row row : rows) {
      y += row.label().isEmpty() ? 0 : GAP;
      bar(to, row, shown, scale, y);
      y += ROW;
    }
    to.end().end().line();
  }

  private static void bar(Markup to, Row row, List<Phase> shown, ChartScale scale, double y) {
    double middle = y + BAR / 2 + 4;
    to.element("text", row.label(), "class", "strong", "x", 0, "y", middle);
    to.element("text", row.group(), "x", LEFT - 12, "y", middle, "text-anchor", "end");
    double nanos = 0;
    double other = row.figures().total();
    for (Phase phase : shown) {
      double value = row.figures().nanos(phase);
      other -= value;
      segment(to, row, PhaseStyle.of(phase), value, scale.at(nanos), scale.at(nanos + value), y);
      nanos += value;
    }
    segment(to, row, PhaseStyle.OTHER, other, scale.at(nanos), scale.at(row.figures().total()), y);
    to.element(
        "text",
        FigureText.nanos(row.figures().total()),
        "class",
        "strong",
        "x",
        scale.at(row.figures().total()) + 9,
        "y",
        middle);
  }

  private static void segment(
      Markup to, Row row, Part part, double value, double start, double end, double y) {
    if (value <= 0 || end - start < 0.05) {
      return;
    }
    String share = FigureText.percent(value / row.figures().total());
    to.begin("g");
    to.element("title", "%s: %s, %s".formatted(part.name(), FigureText.nanos(value), share));
    to.empty(
        "rect",
        "class",
        "bar",
        "x",
        start,
        "y",
        y,
        "width",
        end - start,
        "height",
        BAR,
        "fill",
        part.colour());
    String text = part.name() + " " + share;
    if (text.length() * CHARACTER + TEXT_PADDING < end - start) {
      to.element("text", text, "class", "bar-text", "x", start + 8, "y", y + BAR / 2 + 4);
    }
    to.end();
  }

  private void table(Markup to, List<Phase> shown) {
    to.begin("details").element("summary", "The figures as a table");
    to.begin("table").begin("thead").begin("tr").element("th", "phase", "scope", "col");
    for (LoadLevel level : levels) {
      to.element("th", FigureText.count(level.concurrency(), "caller"), "scope", "col");
      to.element("th", "slowest 10%", "scope", "col");
    }
    to.end().end().begin("tbody");
    for (Phase phase : shown) {
      to.begin("tr").element("th", PhaseStyle.of(phase).name(), "scope", "row");
      for (LoadLevel level : levels) {
        to.element("td", FigureText.nanos(level.phases().nanos(phase)));
        to.element("td", FigureText.nanos(level.slowestPhases().nanos(phase)));
      }
      to.end();
    }
    to.begin("tr").element("th", "other", "scope", "row");
    for (LoadLevel level : levels) {
      to.element("td", FigureText.nanos(other(level.phases(), shown)));
      to.element("td", FigureText.nanos(other(level.slowestPhases(), shown)));
    }
    to.end().begin("tr").element("th", "total", "scope", "row");
    for (LoadLevel level : levels) {
      to.element("td", FigureText.nanos(level.phases().total()));
      to.element("td", FigureText.nanos(level.slowestPhases().total()));
    }
    to.end().end().end().end();
  }

  private static double other(PhaseFigures figures, List<Phase> shown) {
    return figures.total() - shown.stream().mapToDouble(figures::nanos).sum();
  }
}
