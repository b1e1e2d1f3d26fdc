package org.atomicagents.cli.bench.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A chart of lines with named series.
 *
 * @param id the prefix of the ids of its parts
 * @param description the content in a sentence, for readers who do not see it
 * @param series the lines, each with the class that sets its colour
 */
record LineChart(
    String id,
    String title,
    String description,
    Axis horizontal,
    Axis vertical,
    List<Series> series) {
  static final double WIDTH = 520;
  static final double HEIGHT = 300;
  static final double LEFT = 62;
  static final double RIGHT = WIDTH - 88;
  static final double TOP = 18;
  static final double BOTTOM = HEIGHT - 46;
  private static final double LABEL_DISTANCE = 14;

  /**
   * An axis.
   *
   * @param ticks the labelled values
   */
  record Axis(ChartScale scale, String name, List<Double> ticks, DoubleFunction<String> text) {}

  /** A point with its text for a tooltip. */
  record Point(double x, double y, String text) {}

  /**
   * A line.
   *
   * @param label the text at its end; empty for none
   */
  record Series(String label, String style, List<Point> points, boolean hasDots) {}

  /** A label at the end of a line. */
  private record EndLabel(double y, String text, String style) {}

  void write(Markup to) {
    to.begin("figure", "class", "chart");
    to.begin(
        "svg",
        "viewBox",
        "0 0 " + (int) WIDTH + " " + (int) HEIGHT,
        "role",
        "img",
        "aria-labelledby",
        id + "-title " + id + "-text");
    to.element("title", title, "id", id + "-title");
    to.element("desc", description, "id", id + "-text");
    grid(to);
    series.forEach(line -> line(to, line));
    labels(to);
    to.end().end().line();
  }

  private void grid(Markup to) {
    for (double tick : vertical.ticks()) {
      double y = vertical.scale().at(tick);
      to.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", y, "y2", y);
      to.element(
          "text",
          vertical.text().apply(tick),
          "class",
          "tick",
          "x",
          LEFT - 8,
          "y",
          y + 4,
          "text-anchor",
          "end");
    }
    double lastEnd = Double.NEGATIVE_INFINITY;
    for (double tick : horizontal.ticks()) {
      double x = horizontal.scale().at(tick);
      String text = horizontal.text().apply(tick);
      to.empty("line", "class", "axis", "x1", x, "x2", x, "y1", BOTTOM, "y2", BOTTOM + 5);
      double half = text.length() * 3.4;
      if (x - half > lastEnd + 4) {
        to.element(
            "text", text, "class", "tick", "x", x, "y", BOTTOM + 19, "text-anchor", "middle");
        lastEnd = x + half;
      }
    }
    to.empty("line", "class", "axis", "x1", LEFT, "x2", RIGHT, "y1", BOTTOM, "y2", BOTTOM);
    to.element(
        "text",
        horizontal.name(),
        "class",
        "name",
        "x",
        (LEFT + RIGHT) / 2,
        "y",
        HEIGHT - 8,
        "text-anchor",
        "middle");
  }

  private void line(Markup to, Series line) {
    var path = new StringBuilder();
    for (Point point : line.points()) {
      path.append(path.isEmpty() ? "M" : " L")
          .append(position(horizontal.scale().at(point.x())))
          .append(' ')
          .append(position(vertical.scale().at(point.y())));
    }
    to.empty("path", "class", "line " + line.style(), "d", path);
    for (Point point : line.points()) {
      to.begin(
          "circle",
          "class",
          (line.hasDots() ? "dot " : "dot hidden ") + line.style(),
          "cx",
          horizontal.scale().at(point.x()),
          "cy",
          vertical.scale().at(point.y()),
          "r",
          line.hasDots() ? 3.6 : 6.0);
      to.element("title", point.text()).end();
    }
  }

  /** Writes the labels at the ends of the lines, moved apart where they would overlap. */
  private void labels(Markup to) {
    var labels = new ArrayList<EndLabel>();
    for (Series line : series) {
      if (!line.label().isEmpty() && !line.points().isEmpty()) {
        labels.add(
            new EndLabel(
                vertical.scale().at(line.points().getLast().y()), line.label(), line.style()));
      }
    }
    labels.sort((a, b) -> Double.compare(a.y(), b.y()));
    double limit = BOTTOM + LABEL_DISTANCE - labels.size() * LABEL_DISTANCE;
    double next = Double.NEGATIVE_INFINITY;
    for (EndLabel label : labels) {
      double y = Math.max(next, Math.min(label.y(), Math.max(limit, TOP)));
      to.element(
          "text", label.text(), "class", "end " + label.style(), "x", RIGHT + 10, "y", y + 4);
      next = y + LABEL_DISTANCE;
      limit += LABEL_DISTANCE;
    }
  }

  static String position(double value) {
    return String.valueOf(Math.round(value * 10) / 10.0);
  }
}
