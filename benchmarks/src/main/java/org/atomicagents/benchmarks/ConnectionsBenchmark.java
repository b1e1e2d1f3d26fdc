package org.atomicagents.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import okhttp3.OkHttp;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.LoadProcesses;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.load.LoadClients;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.load.LoadResults;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.stub.LocalhostCertificate;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;

/**
 * Measures thousands of connections: concurrent slow streams, concurrent slow calls, and calls to a
 * server that limits the streams per connection.
 */
final class ConnectionsBenchmark implements Benchmark {
  private static final List<String> BOTH = List.of(LoadClients.OURS, LoadClients.OKHTTP);
  private static final List<String> ALL =
      List.of(LoadClients.OURS, LoadClients.OKHTTP, LoadClients.LANGCHAIN4J);
  private static final int STREAMS_PER_CONNECTION = 100;
  private static final int WORDS_PER_CALL = 20;

  /**
   * The load that is applied to each client.
   *
   * @param rounds the number of measured rounds of streams, after one warm-up round
   * @param spread the time from the start of the first stream to the start of the last one
   * @param bursts the number of bursts of calls; the first one starts without connections
   */
  private record ConnectionScale(
      int rounds,
      int streams,
      int chunks,
      Duration every,
      Duration spread,
      int calls,
      Duration delay,
      int bursts,
      List<Integer> http2Calls) {
    static final ConnectionScale FULL =
        new ConnectionScale(
            3,
            5_000,
            20,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            5_000,
            Duration.ofMillis(500),
            16,
            List.of(1_000, 5_000));
    static final ConnectionScale QUICK =
        new ConnectionScale(
            1,
            1_000,
            4,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            1_000,
            Duration.ofMillis(500),
            4,
            List.of(500));
    static final ConnectionScale SMOKE =
        new ConnectionScale(
            1,
            10,
            3,
            Duration.ofMillis(5),
            Duration.ofMillis(5),
            10,
            Duration.ofMillis(5),
            2,
            List.of(10));
  }

  @Override
  public String name() {
    return "connections";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "streams",
        "failures",
        "http2Failures",
        "platformThreads",
        "firstTokenP99Ratio",
        "cpuRatio",
        "callsWallRatio",
        "rssMegabytes");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    ConnectionScale scale =
        profile.pick(ConnectionScale.FULL, ConnectionScale.QUICK, ConnectionScale.SMOKE);
    LoadResults streams = streams(profile, scale, report);
    LoadResults http2 = http2(scale);
    LoadResults calls = calls(profile, scale, report);
    report.count("chunks", scale.chunks());
    report.count("everyMillis", scale.every().toMillis());
    report.count("spreadMillis", scale.spread().toMillis());
    report.count("rounds", scale.rounds());
    report.count("calls", scale.calls());
    report.count("http2Calls", 3L * scale.http2Calls().stream().mapToInt(count -> count).sum());
    report.put("streams", scale.streams());
    report(streams, http2, calls, report);
  }

  private static LoadResults streams(
      BenchmarkProfile profile, ConnectionScale scale, BenchmarkReport report) throws IOException {
    StubScript script = StubScript.words(scale.chunks()).withEvery(scale.every());
    var bursts = new LoadResults();
    try (StubProcess server = StubProcess.start(script);
        LoadProcesses processes =
            LoadProcesses.start(BOTH, List.of(), server.baseUrl(), scale.streams(), script)) {
      String command =
          "streams %d %d %d".formatted(scale.streams(), scale.chunks(), scale.spread().toMillis());
      processes.warmUp(profile.warmed(), script, report);
      bursts.addUnmeasured(processes.runTurn(command));
      for (int round = 0; round < scale.rounds(); round++) {
        bursts.add(processes.runTurn(command));
      }
    }
    return bursts;
  }

  private static LoadResults calls(
      BenchmarkProfile profile, ConnectionScale scale, BenchmarkReport report) throws IOException {
    StubScript script = StubScript.words(WORDS_PER_CALL).withDelay(scale.delay());
    var bursts = new LoadResults();
    try (StubProcess server = StubProcess.start(script);
        LoadProcesses processes =
            LoadProcesses.start(ALL, List.of(), server.baseUrl(), scale.calls(), script)) {
      String command = "calls " + scale.calls();
      processes.warmUp(profile.warmed(), script, report);
      for (int burst = 0; burst < scale.bursts(); burst++) {
        var turn = processes.runTurn(command);
        if (burst < scale.bursts() / 2) {
          bursts.addUnmeasured(turn);
        } else {
          bursts.add(turn);
        }
      }
    }
    return bursts;
  }

  private static LoadResults http2(ConnectionScale scale) throws IOException {
    StubScript script = StubScript.words(WORDS_PER_CALL).withDelay(scale.delay());
    var bursts = new LoadResults();
    try (LocalhostCertificate key = LocalhostCertificate.create()) {
      for (int calls : scale.http2Calls()) {
        try (StubProcess server = StubProcess.start(script, key, STREAMS_PER_CONNECTION);
            LoadProcesses processes =
                LoadProcesses.start(ALL, key.trustFlags(), server.baseUrl(), calls, script)) {
          for (int burst = 0; burst < 3; burst++) {
            bursts.add(processes.runTurn("calls " + calls));
          }
        }
      }
    }
    return bursts;
  }

  private static void report(
      LoadResults streams, LoadResults http2, LoadResults calls, BenchmarkReport report)
      throws IOException {
    report.put("failures", streams.failures(LoadClients.OURS) + calls.failures(LoadClients.OURS));
    report.put("http2Failures", http2.failures(LoadClients.OURS));
    ResultPair threads = ResultPair.of(streams, LoadResult::threads);
    ResultPair first = ResultPair.of(streams, LoadResult::firstP99Millis);
    ResultPair cpu = ResultPair.of(streams, LoadResult::cpuMicros);
    ResultPair wall = ResultPair.of(calls, LoadResult::wallMillis);
    ResultPair memory = ResultPair.of(streams, LoadResult::megabytes);
    report.put("platformThreads", threads.ours());
    report.putRatio("firstTokenP99Ratio", first.ours(), first.theirs());
    report.putRatio("cpuRatio", cpu.ours(), cpu.theirs());
    report.putRatio("callsWallRatio", wall.ours(), wall.theirs());
    report.put("rssMegabytes", memory.ours());
    Peer okHttp = new Peer(LoadClients.OKHTTP, OkHttp.VERSION);
    report.compare(
        "failures",
        okHttp,
        streams.failures(LoadClients.OURS) + calls.failures(LoadClients.OURS),
        streams.failures(LoadClients.OKHTTP) + calls.failures(LoadClients.OKHTTP));
    report.compare(
        "http2Failures",
        okHttp,
        http2.failures(LoadClients.OURS),
        http2.failures(LoadClients.OKHTTP));
    report.compare("platformThreads", okHttp, threads.ours(), threads.theirs());
    report.compare("firstTokenP99Ratio", okHttp, first.ours(), first.theirs());
    report.compare("cpuRatio", okHttp, cpu.ours(), cpu.theirs());
    report.compare("callsWallRatio", okHttp, wall.ours(), wall.theirs());
    report.compare("rssMegabytes", okHttp, memory.ours(), memory.theirs());
    Peer langChain4j = Peer.of(LoadClients.LANGCHAIN4J, "dev.langchain4j", "langchain4j");
    report.compare(
        "http2FailuresOfLangChain4j",
        langChain4j,
        http2.failures(LoadClients.OURS),
        http2.failures(LoadClients.LANGCHAIN4J));
    report.compare(
        "callsWallOfLangChain4j",
        langChain4j,
        wall.ours(),
        calls.of(LoadClients.LANGCHAIN4J, LoadResult::wallMillis));
  }

  /** One figure of both clients. */
  private record ResultPair(MeasurementSeries ours, MeasurementSeries theirs) {
    static ResultPair of(LoadResults bursts, ToDoubleFunction<LoadResult> figure) {
      return new ResultPair(
          bursts.of(LoadClients.OURS, figure), bursts.of(LoadClients.OKHTTP, figure));
    }
  }
}
