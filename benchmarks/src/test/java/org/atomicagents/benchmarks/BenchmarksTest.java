package org.atomicagents.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.load.ChatReader;
import org.atomicagents.benchmarks.measure.FileDescriptorLimit;
import org.atomicagents.benchmarks.stub.CannedResponse;
import org.atomicagents.benchmarks.stub.StubScript;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the format of the reports; the figures are not asserted. */
class BenchmarksTest {
  private static final List<String> COMMON_KEYS =
      List.of(
          "name",
          "date",
          "jdk",
          "cores",
          "load",
          "counts",
          "spread",
          "compared",
          "absent",
          "warm",
          "cold");

  // The figures of these three dozen processes are not asserted, so fast start-up matters most.
  @BeforeAll
  static void startProcessesWithFastJvmFlags() {
    System.setProperty("atomic.flags", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
  }

  @Test
  void listsEveryBenchmarkByName() {
    assertThat(Main.ALL.stream().map(Benchmark::name))
        .containsExactly(
            "typed-call",
            "tolerant",
            "hostile",
            "streaming",
            "http-call",
            "request-sizes",
            "streams-load",
            "connections",
            "clients",
            "startup",
            "first-calls",
            "history",
            "tokens",
            "cache",
            "batch-limits",
            "batch-kill",
            "metrics",
            "overhead",
            "routing",
            "weak-models");
  }

  @Test
  void listsTheNamesWithoutABuild() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash in /bin");
    var all = new ArrayList<>(Main.ALL.stream().map(Benchmark::name).toList());
    // A script of its own, since it measures the build that all others need.
    all.add(all.indexOf("startup") + 1, "first-run");
    String names = String.join(", ", all);

    assertThat(runWithoutSources("--list")).isEqualTo(names.replace(", ", "\n") + "\n");
    assertThat(runWithoutSources("typed-call", "http-call", "--quick"))
        .isEqualTo(
            """
            Expected the name of one benchmark, found 'typed-call http-call'.
            Usage: benchmarks/run NAME [--quick] [OPTION ...] | benchmarks/run --list
            Benchmarks: %s
            """
                .formatted(names));
  }

  @Test
  void reportsTheFiguresOfTypedCall() throws IOException {
    JsonNode report = report(new TypedCallBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "micros",
            "bytes",
            "floorRatio",
            "floorExtraBytes",
            "unconstrainedMicros",
            "unconstrainedBytes",
            "peerRatio",
            "callsPerSecond",
            "firstUseMillis");
    assertThat(report.at("/compared/micros/peer").asString()).isEqualTo("langchain4j");
    assertThat(report.at("/compared/micros/peerVersion").asString()).isEqualTo("1.19.0");
    assertThat(report.at("/compared/microsOfSpringAi/peerVersion").asString()).isEqualTo("2.0.1");
    assertThat(report.at("/spread/micros").size()).isEqualTo(2);
  }

  @Test
  void reportsTheFiguresOfStreaming() throws IOException {
    JsonNode report = report(new StreamingBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "millis24k",
            "millis1m",
            "growth",
            "reparseRatio",
            "cpuMicrosPerChunk",
            "bytesPerDeltaGrowth",
            "growths");
    assertThat(report.path("growths").propertyNames())
        .containsExactly("text", "items", "deep", "mixed");
    assertThat(report.at("/compared/cpuMicrosPerChunk/peer").asString()).isEqualTo("okhttp");
    // The peer's figure has the unit of the figure that it is compared with.
    assertThat(report.at("/compared/millis24k/peerFigure").asDouble())
        .isCloseTo(
            report.path("millis24k").asDouble() / report.at("/compared/millis24k/ratio").asDouble(),
            withinPercentage(5));
  }

  @Test
  void reportsTheFiguresOfHistory() throws IOException {
    JsonNode report = report(new HistoryBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "microsAt1000",
            "microsAt10000",
            "microsAt100000",
            "growth",
            "bytesPerMessage",
            "peerRatio",
            "allocatedBytes");
    assertThat(report.at("/compared/microsAt10000/peer").asString()).isEqualTo("langchain4j");
    assertThat(report.at("/compared/microsAt10000OfSpringAi/peer").asString())
        .isEqualTo("spring-ai");
  }

  @Test
  void reportsTheFiguresOfTolerant() throws IOException {
    JsonNode report = report(new TolerantReadingBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "repairedShare",
            "silentWrong",
            "rejectedShare",
            "validRatioToJackson",
            "seed",
            "typicalRepaired",
            "classes");
    assertThat(report.path("typicalRepaired").asInt()).isEqualTo(11);
    assertThat(report.at("/compared/typicalRepaired/peerFigure").asInt()).isBetween(1, 10);
    assertThat(report.at("/compared/typicalRepairedBySpringAi/peerFigure").asInt())
        .isBetween(1, 10);
    assertThat(report.at("/classes/single quotes").isNumber()).isTrue();
  }

  @Test
  void reportsTheFiguresOfHostile() throws IOException {
    JsonNode report = report(new HostileReadingBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "worstGrowth",
            "worstClass",
            "worstText",
            "bytesPerCharacter",
            "nanosPerCharacter",
            "deltaNanosPerCharacter",
            "seed",
            "growths");
    assertThat(report.at("/growths/comments, entire text").isNumber()).isTrue();
  }

  @Test
  void reportsTheFiguresOfHttpCall() throws IOException {
    JsonNode report = report(new HttpCallBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "cpuMicros",
            "p50Micros",
            "floorRatio",
            "peerRatio",
            "responsesFloorRatio",
            "messagesFloorRatio",
            "geminiFloorRatio");
    assertThat(report.at("/compared/cpuMicros/peerFigure").asDouble()).isPositive();
    assertThat(report.path("warm").asBoolean(true)).isFalse();
    assertThat(report.path("cold").asString()).contains("http-atomic-agents");
  }

  @Test
  void reportsTheFiguresOfRequestSizes() throws IOException {
    JsonNode report = report(new RequestSizesBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "plainExtraMillis",
            "plainExtraMillis256k",
            "tlsExtraMillis",
            "tlsExtraMillis256k",
            "http2ExtraMillis",
            "http2ExtraMillis256k",
            "failures",
            "sizes");
    assertThat(report.path("failures").asInt()).isZero();
    assertThat(report.at("/sizes/tls").propertyNames()).containsExactly("1", "8", "256");
    assertThat(report.at("/compared/http2ExtraMillis/peer").asString()).isEqualTo("okhttp");
  }

  @Test
  void reportsTheFiguresOfStreamsLoad() throws IOException {
    JsonNode report = report(new StreamsLoadBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "streams",
            "failures",
            "cpuMicrosPerChunk",
            "floorRatio",
            "platformThreads",
            "firstTokenP99Millis",
            "peerRatio");
    assertThat(report.path("streams").asInt()).isEqualTo(10);
    assertThat(report.path("failures").asInt()).isZero();
    assertThat(report.at("/counts/chunks").asInt()).isEqualTo(5);
    assertThat(report.at("/compared/cpuMicrosPerChunk/peer").asString()).isEqualTo("langchain4j");
    assertThat(report.at("/compared/floorRatio/peer").asString()).isEqualTo("okhttp");
  }

  @Test
  void reportsTheFiguresOfConnections() throws IOException {
    JsonNode report = report(new ConnectionsBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "streams",
            "failures",
            "http2Failures",
            "platformThreads",
            "firstTokenP99Ratio",
            "cpuRatio",
            "callsWallRatio",
            "rssMegabytes");
    assertThat(report.path("streams").asInt()).isEqualTo(10);
    assertThat(report.path("failures").asInt()).isZero();
    assertThat(report.path("http2Failures").asInt()).isZero();
    assertThat(report.at("/counts/http2Calls").asInt()).isEqualTo(30);
    assertThat(report.at("/compared/http2Failures/peer").asString()).isEqualTo("okhttp");
  }

  @Test
  void reportsTheFiguresOfClientsByCase() throws IOException {
    JsonNode report = report(new HttpClientsBenchmark());

    assertThat(figures(report)).containsExactly("okhttp", "httpclient5", "httpclient5-pool");
    assertThat(report.path("okhttp").propertyNames())
        .containsExactly(
            "HTTP/2 + TLS, 100 streams, one after the other",
            "HTTP/2 + TLS, 100 streams, 5 at a time");
    assertThat(
            report
                .path("httpclient5")
                .path("HTTP/2 + TLS, 100 streams, 5 at a time")
                .propertyNames())
        .containsExactly(
            "failures",
            "coldMillis",
            "warmMillis",
            "coldCpuMicros",
            "warmCpuMicros",
            "firstP99Millis",
            "rssMegabytes",
            "platformThreads");
    assertThat(report.findValuesAsString("failures")).containsOnly("0");
  }

  @Test
  void reportsTheFiguresOfBatchLimits() throws IOException {
    JsonNode report = report(new BatchLimitsBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "limitUsedShare",
            "rejected429Share",
            "largeUsedShare",
            "largeBoundShare",
            "largeRejectedShare",
            "inFlightHeapMegabytes",
            "millionLinesHeapMegabytes",
            "seed");
    assertThat(report.path("inFlightHeapMegabytes").asDouble()).isPositive();
    assertThat(report.path("millionLinesHeapMegabytes").asDouble()).isPositive();
  }

  @Test
  void reportsTheFiguresOfCache() throws IOException {
    JsonNode report = report(new CacheBenchmark());

    assertThat(report.path("upstreamCalls").asInt()).isEqualTo(1);
    assertThat(report.path("upstreamStreams").asInt()).isEqualTo(1);
    assertThat(report.path("wrongHits").asInt(-1)).isZero();
  }

  @Test
  void reportsTheFiguresOfMetrics() throws IOException {
    JsonNode report = report(new MetricsBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "offNanos",
            "offBytes",
            "onMicros",
            "onBytes",
            "observedOffNanos",
            "observedOffBytes",
            "meterMicros",
            "meterBytes",
            "recorderMicros",
            "recorderBytes",
            "spanMicros",
            "spanBytes",
            "phaseShare");
    assertThat(report.path("phaseShare").asDouble()).isBetween(0.1, 1.0);
  }

  @Test
  void reportsTheFiguresOfOverhead() throws IOException {
    JsonNode report = report(new OverheadBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "p50Micros",
            "p99Micros",
            "callsPerSecond",
            "sequentialMicros",
            "failures",
            "bareP50Micros",
            "bareP99Micros");
    assertThat(report.path("failures").asInt(-1)).isZero();
  }

  @Test
  void reportsTheFiguresOfFirstCalls() throws IOException {
    JsonNode report = report(new FirstCallsBenchmark());

    assertThat(figures(report))
        .containsExactly("firstCallMillis", "first100Millis", "first100CpuMillis");
    assertThat(report.at("/compared/first100Millis/peer").asString()).isEqualTo("langchain4j");
    assertThat(report.path("first100Millis").asDouble())
        .isGreaterThan(report.path("firstCallMillis").asDouble());
  }

  @Test
  void reportsTheFiguresOfBatchKill() throws IOException {
    JsonNode report = report(new BatchKillBenchmark());

    assertThat(figures(report))
        .containsExactly(
            "rounds", "repeatedCalls", "inDoubtCalls", "lostResults", "rerunMillis", "seed");
    assertThat(report.path("rounds").asInt()).isEqualTo(1);
    assertThat(report.path("repeatedCalls").asInt(-1)).isZero();
    assertThat(report.path("lostResults").asInt(-1)).isZero();
  }

  @Test
  void compilesAgainstTheVersionsThatThePeersRun() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));

    assertThat(version(pom, "openai-java.version"))
        .isEqualTo(
            version(Files.readString(Path.of("peers/openai-java/pom.xml")), "openai-java.version"));
    assertThat(version(pom, "spring-ai.version"))
        .isEqualTo(
            version(
                Files.readString(Path.of("peers/spring-ai-openai/pom.xml")), "spring-ai.version"));
  }

  private static String version(String pom, String property) {
    int start = pom.indexOf("<" + property + ">") + property.length() + 2;
    return pom.substring(start, pom.indexOf('<', start));
  }

  @Test
  void rejectsTooManyConnectionsForTheLimitOfOpenFiles() {
    assertThatThrownBy(() -> FileDescriptorLimit.require(5_000, 1_024))
        .hasMessage(
            """
            5000 connections: expected a limit of at least 5300 open files, found 1024.
            Raise it: ulimit -n 5300\
            """);
  }

  @Test
  void readsACompleteStreamFromReadsOfSevenBytes() throws IOException {
    StubScript script = StubScript.words(3);
    byte[] events = joined(CannedResponse.of(script).events());
    var deltas = new ArrayList<String>();

    ChatReader.stream(
        new ByteArrayInputStream(events) {
          @Override
          public synchronized int read(byte[] into, int start, int length) {
            return super.read(into, start, Math.min(length, 7));
          }
        },
        deltas::add);

    assertThat(deltas).isEqualTo(script.deltas());
  }

  // A run would build the command that the same build may be building.
  @Test
  void listsTheFiguresOfStartup() {
    assertThat(new StartupBenchmark().figures())
        .containsExactly(
            "firstTokenMillis", "coldMillis", "floorRatio", "coreMegabytes", "allMegabytes");
  }

  @Test
  void rejectsAReportWithoutAFigure() {
    Benchmark incomplete =
        new Benchmark() {
          @Override
          public String name() {
            return "incomplete";
          }

          @Override
          public List<String> figures() {
            return List.of("micros");
          }

          @Override
          public void run(BenchmarkProfile effort, BenchmarkReport report) {}
        };

    assertThatThrownBy(() -> Main.report(incomplete, BenchmarkProfile.SMOKE))
        .hasMessage("incomplete: expected the figures [micros], found []");
  }

  // Runs a copy in a folder without sources and without bin/find-jdk.
  private static String runWithoutSources(String... arguments) throws Exception {
    Path script = Files.createTempFile("run", "");
    try {
      Files.copy(Path.of("run"), script, StandardCopyOption.REPLACE_EXISTING);
      var command = new ArrayList<>(List.of("/bin/bash", script.toString()));
      command.addAll(List.of(arguments));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      Files.delete(script);
    }
  }

  private static byte[] joined(List<byte[]> parts) {
    var joined = new ByteArrayOutputStream();
    parts.forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private static JsonNode report(Benchmark benchmark) throws IOException {
    return JsonMapper.shared().readTree(Main.report(benchmark, BenchmarkProfile.SMOKE).json());
  }

  private static List<String> figures(JsonNode report) {
    return report.propertyNames().stream().filter(name -> !COMMON_KEYS.contains(name)).toList();
  }
}
