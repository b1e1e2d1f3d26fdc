package org.atomicagents.benchmarks.harness;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The figures of one benchmark and the machine they were measured on. Not thread-safe. */
public final class BenchmarkReport {
  private static final MathContext DIGITS = new MathContext(4);

  private final String name;
  private final double loadBefore;
  private @Nullable String unmeasured;
  private final ObjectNode figures = JsonNodeFactory.instance.objectNode();
  private final ObjectNode spread = JsonNodeFactory.instance.objectNode();
  private final ObjectNode counts = JsonNodeFactory.instance.objectNode();
  private final ObjectNode compared = JsonNodeFactory.instance.objectNode();
  private final ObjectNode absent = JsonNodeFactory.instance.objectNode();
  private final List<String> coldPhases = new ArrayList<>();

  public BenchmarkReport(String name) {
    this.name = name;
    this.loadBefore = load();
  }

  /** Adds a figure without repeats. */
  public void put(String figure, double value) {
    figures.put(figure, rounded(value));
  }

  /** Adds a figure that is a text. */
  public void put(String figure, String text) {
    figures.put(figure, text);
  }

  /** Adds a figure with all its digits. */
  public void putExactly(String figure, long value) {
    figures.put(figure, value);
  }

  /** Adds the median of repeats, with their minimum and maximum. */
  public void put(String figure, MeasurementSeries samples) {
    put(figure, samples.median(), samples);
  }

  /** Adds a figure derived from medians, with the minimum and maximum of its repeats. */
  public void put(String figure, double value, MeasurementSeries repeats) {
    put(figure, value);
    spread.putArray(figure).add(rounded(repeats.min())).add(rounded(repeats.max()));
  }

  /** Adds an object of related figures and returns it. */
  public ObjectNode putObject(String figure) {
    return figures.putObject(figure);
  }

  /** Adds a count, such as the number of calls that the figures were measured with. */
  public void count(String unit, long value) {
    counts.put(unit, value);
  }

  /** Adds the ratio of two medians, with the minimum and maximum ratio of adjacent turns. */
  public void putRatio(String figure, MeasurementSeries ours, MeasurementSeries theirs) {
    put(figure, ours.median() / theirs.median(), ours.with(theirs, (our, their) -> our / their));
  }

  /** Adds a peer's value of a figure. */
  public void compare(String figure, Peer peer, MeasurementSeries ours, MeasurementSeries theirs) {
    compare(figure, peer, ours.median(), theirs.median());
  }

  /** Adds a peer's value of a figure, with the ratio unless the peer's value is 0. */
  public void compare(String figure, Peer peer, double ours, double theirs) {
    ObjectNode comparison = compared.putObject(figure);
    comparison
        .put("peer", peer.name())
        .put("peerVersion", peer.version())
        .put("peerFigure", rounded(theirs));
    if (theirs != 0) {
      comparison.put("ratio", rounded(ours / theirs));
    }
  }

  /** Declares that a peer was left out of the comparisons. */
  public void markAbsent(String peer, String reason) {
    absent.put(peer, reason);
  }

  /** Declares that JIT compilation was not complete when a phase of the benchmark was measured. */
  public void markCold(String phase) {
    if (!coldPhases.contains(phase)) {
      coldPhases.add(phase);
    }
  }

  /** Declares that nothing was measured: the report then contains the reason and no figures. */
  public void markUnmeasured(String reason) {
    unmeasured = reason;
  }

  /** Returns whether the report is to contain figures. */
  public boolean isMeasured() {
    return unmeasured == null;
  }

  /** Returns the names of the figures added so far. */
  public List<String> figureNames() {
    return new ArrayList<>(figures.propertyNames());
  }

  /** Returns the report as one line of JSON. */
  public String json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("name", name);
    root.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    root.put("jdk", Runtime.version().toString());
    root.put("cores", Runtime.getRuntime().availableProcessors());
    // The load of other processes; the second value includes our own work.
    root.putArray("load").add(rounded(loadBefore)).add(rounded(load()));
    if (unmeasured != null) {
      root.put("measured", false).put("reason", unmeasured);
    }
    figures.properties().forEach(figure -> root.set(figure.getKey(), figure.getValue()));
    if (!counts.isEmpty()) {
      root.set("counts", counts);
    }
    root.set("spread", spread);
    root.set("compared", compared);
    if (!absent.isEmpty()) {
      root.set("absent", absent);
    }
    root.put("warm", coldPhases.isEmpty());
    if (!coldPhases.isEmpty()) {
      root.put("cold", String.join(", ", coldPhases));
    }
    return JsonMapper.shared().writeValueAsString(root);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  /** Returns the value rounded to four significant digits. */
  public static BigDecimal rounded(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
