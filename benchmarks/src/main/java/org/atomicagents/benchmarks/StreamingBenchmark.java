package org.atomicagents.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import okhttp3.OkHttp;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.contender.ReparsingBaseline;
import org.atomicagents.benchmarks.documents.StreamedDocument;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.InterleavedComparison;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;
import tools.jackson.databind.node.ObjectNode;

/** Measures typed partial values of responses from 24 KB to 1 MB in deltas of four characters. */
final class StreamingBenchmark implements Benchmark {
  private static final int SMALL = 24_000;
  private static final int EARLY = 1_000;
  private static final int LATE = 60_000;
  private static final int WINDOW = 2_000;

  /**
   * The size of the measurement.
   *
   * @param large the number of characters of the largest document
   * @param rounds the number of measured rounds, after as many warm-up rounds
   * @param repeats the number of times that the small document is read per turn; the median counts
   */
  private record StreamingScale(int large, int rounds, int repeats) {
    static final StreamingScale FULL = new StreamingScale(1_000_000, 25, 40);
    static final StreamingScale QUICK = new StreamingScale(1_000_000, 5, 15);
    static final StreamingScale SMOKE = new StreamingScale(250_000, 1, 1);
  }

  @Override
  public String name() {
    return "streaming";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "millis24k",
        "millis1m",
        "growth",
        "reparseRatio",
        "cpuMicrosPerChunk",
        "bytesPerDeltaGrowth",
        "growths");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    StreamingScale scale =
        profile.pick(StreamingScale.FULL, StreamingScale.QUICK, StreamingScale.SMOKE);
    int large = scale.large();
    StreamedDocument<?> small = StreamedDocument.mixed(SMALL);
    var turns = new LinkedHashMap<String, LongSupplier>();
    turns.put("small", median(small::nanos, scale.repeats()));
    turns.put("reparse", new ReparsingBaseline(small.deltas())::nanos);
    Map<String, StreamedDocument<?>> halves = documents(large / 2);
    Map<String, StreamedDocument<?>> complete = documents(large);
    halves.forEach((kind, document) -> turns.put(kind + "/2", document::nanos));
    complete.forEach((kind, document) -> turns.put(kind, document::nanos));
    StreamingTimes times = new StreamingTimes(times(turns, scale.rounds()));
    report.put("millis24k", times.of("small").times(1e-6));
    report.put("millis1m", times.of("mixed").times(1e-6));
    Map<String, Double> growths = growths(complete.keySet(), times);
    report.put(
        "growth", growths.values().stream().mapToDouble(growth -> growth).max().orElseThrow());
    report.putRatio("reparseRatio", times.of("reparse"), times.of("small"));
    putProcessorTime(profile, small.deltas().size(), report);
    putBytes(StreamedDocument.items(Math.max(large, 6 * (LATE + WINDOW))), report);
    ObjectNode node = report.putObject("growths");
    growths.forEach((kind, growth) -> node.put(kind, BenchmarkReport.rounded(growth)));
    Peer jackson = Peer.of("jackson-databind", "tools.jackson.core", "jackson-databind");
    report.compare(
        "millis24k", jackson, times.of("small").times(1e-6), times.of("reparse").times(1e-6));
    report.count("deltas24k", small.deltas().size());
    report.count("characters", large);
  }

  /** The duration of each turn, in nanoseconds. */
  private record StreamingTimes(Map<String, MeasurementSeries> all) {
    MeasurementSeries of(String turn) {
      return Objects.requireNonNull(all.get(turn), turn);
    }
  }

  private static Map<String, Double> growths(Set<String> kinds, StreamingTimes times) {
    var growths = new LinkedHashMap<String, Double>();
    for (String kind : kinds) {
      growths.put(kind, times.of(kind).median() / times.of(kind + "/2").median());
    }
    return growths;
  }

  /** Measures sequential fast streams over HTTP, each read with a value per event. */
  private static void putProcessorTime(BenchmarkProfile profile, int chunks, BenchmarkReport report)
      throws IOException {
    StubScript script = StubScript.of("report");
    Path expected = Files.createTempFile("report", ".json");
    try (StubProcess server = StubProcess.start(script)) {
      Files.writeString(expected, script.text());
      InterleavedComparison comparison =
          InterleavedComparison.ofPresent(
              List.of(
                  Contenders.STREAM_OURS,
                  Contenders.STREAM_OKHTTP,
                  Contenders.STREAM_LANGCHAIN4J,
                  Contenders.STREAM_SPRING_AI,
                  Contenders.STREAM_OPENAI_JAVA,
                  Contenders.STREAM_PYTHON),
              server.baseUrl(),
              expected,
              profile,
              report);
      comparison.run(List.of("cpu"));
      comparison.reportWarmth(report);
      reportProcessorTime(comparison, chunks, report);
    } finally {
      Files.delete(expected);
    }
  }

  private static void reportProcessorTime(
      InterleavedComparison comparison, int chunks, BenchmarkReport report) throws IOException {
    String figure = "cpuMicrosPerChunk";
    MeasurementSeries ours = perChunk(comparison, Contenders.STREAM_OURS, chunks);
    report.put(figure, ours);
    report.compare(
        figure,
        new Peer("okhttp", OkHttp.VERSION),
        ours,
        perChunk(comparison, Contenders.STREAM_OKHTTP, chunks));
    report.compare(
        figure + "OfLangChain4j",
        Peer.of("langchain4j", "dev.langchain4j", "langchain4j"),
        ours,
        perChunk(comparison, Contenders.STREAM_LANGCHAIN4J, chunks));
    double factor = 1e-3 / chunks;
    comparison.compare(
        report, figure + "OfSpringAi", Contenders.STREAM_SPRING_AI, "cpu", factor, ours);
    comparison.compare(
        report, figure + "OfOpenAiJava", Contenders.STREAM_OPENAI_JAVA, "cpu", factor, ours);
    comparison.compare(report, figure + "OfPython", Contenders.STREAM_PYTHON, "cpu", factor, ours);
  }

  private static MeasurementSeries perChunk(
      InterleavedComparison comparison, String side, int chunks) {
    return comparison.of(side, "cpu").times(1e-3 / chunks);
  }

  private static void putBytes(StreamedDocument<?> items, BenchmarkReport report) {
    var early = new ArrayList<Double>();
    var late = new ArrayList<Double>();
    for (int i = 0; i < 3; i++) {
      early.add(items.bytesPerDelta(EARLY, WINDOW));
      late.add(items.bytesPerDelta(LATE, WINDOW));
    }
    report.putRatio(
        "bytesPerDeltaGrowth", new MeasurementSeries(late), new MeasurementSeries(early));
  }

  private static Map<String, StreamedDocument<?>> documents(int size) {
    var documents = new LinkedHashMap<String, StreamedDocument<?>>();
    documents.put("text", StreamedDocument.text(size));
    documents.put("items", StreamedDocument.items(size));
    documents.put("deep", StreamedDocument.deep(size));
    documents.put("mixed", StreamedDocument.mixed(size));
    return documents;
  }

  private static LongSupplier median(LongSupplier operation, int repeats) {
    return () -> {
      var times = new double[repeats];
      for (int i = 0; i < repeats; i++) {
        times[i] = operation.getAsLong();
      }
      return (long) MeasurementSeries.median(times);
    };
  }

  private static Map<String, MeasurementSeries> times(Map<String, LongSupplier> turns, int rounds) {
    var times = new LinkedHashMap<String, List<Double>>();
    for (int round = -rounds; round < rounds; round++) {
      var line = new StringBuilder(round < 0 ? "  warm-up" : "  time");
      for (Map.Entry<String, LongSupplier> turn : turns.entrySet()) {
        double nanos = turn.getValue().getAsLong();
        line.append("  %s %.2f".formatted(turn.getKey(), nanos * 1e-6));
        if (round >= 0) {
          times.computeIfAbsent(turn.getKey(), key -> new ArrayList<>()).add(nanos);
        }
      }
      System.err.println(line);
    }
    var samples = new LinkedHashMap<String, MeasurementSeries>();
    times.forEach((turn, nanos) -> samples.put(turn, new MeasurementSeries(nanos)));
    return samples;
  }
}
