package org.atomicagents.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The figures of one benchmark, with the machine that they are of; not thread-safe. */
public final class BenchmarkReport {
  private static final MathContext DIGITS = new MathContext(4);

  private final String name;
  private final double loadBefore;
  private final ObjectNode figures = JsonNodeFactory.instance.objectNode();
  private final ObjectNode spread = JsonNodeFactory.instance.objectNode();
  private final ObjectNode counts = JsonNodeFactory.instance.objectNode();
  private final ObjectNode compared = JsonNodeFactory.instance.objectNode();

  public BenchmarkReport(String name) {
    this.name = name;
    this.loadBefore = load();
  }

  /** A figure that is what it is, without repeats. */
  public void put(String figure, double value) {
    figures.put(figure, rounded(value));
  }

  /** A figure with all its digits. */
  public void putExactly(String figure, long value) {
    figures.put(figure, value);
  }

  /** The median of repeats, with the least and the most of them. */
  public void put(String figure, MeasurementSeries samples) {
    put(figure, samples.median(), samples);
  }

  /** A figure that was made of medians, with the least and the most of its repeats. */
  public void put(String figure, double value, MeasurementSeries repeats) {
    put(figure, value);
    spread.putArray(figure).add(rounded(repeats.least())).add(rounded(repeats.most()));
  }

  /** Figures that belong together. */
  public ObjectNode putObject(String figure) {
    return figures.putObject(figure);
  }

  /** How many there were of what the figures are of; it stands beside them. */
  public void count(String what, long value) {
    counts.put(what, value);
  }

  /** Our median by another's, with the least and the most ratio of turns side by side. */
  public void putRatio(String figure, MeasurementSeries ours, MeasurementSeries others) {
    put(figure, ours.median() / others.median(), ours.with(others, (our, other) -> our / other));
  }

  /** What a peer had in the place of our figure. */
  public void compare(String figure, Peer peer, MeasurementSeries ours, MeasurementSeries theirs) {
    compare(figure, peer, ours.median(), theirs.median());
  }

  /** What a peer had in the place of our figure; there is no ratio to nothing. */
  public void compare(String figure, Peer peer, double ours, double theirs) {
    ObjectNode beside = compared.putObject(figure);
    beside
        .put("peer", peer.name())
        .put("peerVersion", peer.version())
        .put("peerFigure", rounded(theirs));
    if (theirs != 0) {
      beside.put("ratio", rounded(ours / theirs));
    }
  }

  /** The names of the figures put so far. */
  public List<String> figureNames() {
    return new ArrayList<>(figures.propertyNames());
  }

  /** One line of JSON. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("name", name);
    root.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    root.put("jdk", Runtime.version().toString());
    root.put("cores", Runtime.getRuntime().availableProcessors());
    // What others did on the machine: the second one is in part our own work.
    root.putArray("load").add(rounded(loadBefore)).add(rounded(load()));
    figures.properties().forEach(each -> root.set(each.getKey(), each.getValue()));
    if (!counts.isEmpty()) {
      root.set("counts", counts);
    }
    root.set("spread", spread);
    root.set("compared", compared);
    return JsonMapper.shared().writeValueAsString(root);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** With the digits that a measurement deserves. */
  public static BigDecimal rounded(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
