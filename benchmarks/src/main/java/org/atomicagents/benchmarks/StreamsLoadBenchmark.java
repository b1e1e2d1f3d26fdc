package org.atomicagents.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttp;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.LoadProcesses;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.load.LoadClients;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.load.LoadResults;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;

/** Measures many concurrent streams, each paced like a model's output. */
final class StreamsLoadBenchmark implements Benchmark {

  /**
   * The load that is applied to each client.
   *
   * @param rounds the number of measured bursts, after one warm-up burst
   */
  private record StreamsScale(int forks, int rounds, int streams, int chunks, Duration every) {
    static final StreamsScale FULL = new StreamsScale(3, 4, 500, 200, Duration.ofMillis(10));
    static final StreamsScale QUICK = new StreamsScale(1, 2, 500, 200, Duration.ofMillis(10));
    static final StreamsScale SMOKE = new StreamsScale(1, 1, 10, 5, Duration.ofMillis(1));
  }

  @Override
  public String name() {
    return "streams-load";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "streams",
        "failures",
        "cpuMicrosPerChunk",
        "floorRatio",
        "platformThreads",
        "firstTokenP99Millis",
        "peerRatio");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    StreamsScale scale = profile.pick(StreamsScale.FULL, StreamsScale.QUICK, StreamsScale.SMOKE);
    StubScript script = StubScript.words(scale.chunks()).withEvery(scale.every());
    var bursts = new LoadResults();
    for (int fork = 1; fork <= scale.forks(); fork++) {
      System.err.printf("fork %d of %d%n", fork, scale.forks());
      try (StubProcess server = StubProcess.start(script);
          LoadProcesses processes =
              LoadProcesses.start(
                  List.of(LoadClients.OURS, LoadClients.OKHTTP, LoadClients.LANGCHAIN4J),
                  List.of(),
                  server.baseUrl(),
                  scale.streams(),
                  script)) {
        processes.warmUp(profile.warmed(), script, report);
        String command = "streams %d %d 0".formatted(scale.streams(), scale.chunks());
        bursts.addUnmeasured(processes.runTurn(command));
        for (int round = 0; round < scale.rounds(); round++) {
          bursts.add(processes.runTurn(command));
        }
      }
    }
    report.count("chunks", scale.chunks());
    report.count("everyMillis", scale.every().toMillis());
    report.count("bursts", (long) scale.forks() * scale.rounds());
    report.put("streams", scale.streams());
    report.put("failures", bursts.failures(LoadClients.OURS));
    report(bursts, report);
  }

  private static void report(LoadResults bursts, BenchmarkReport report) throws IOException {
    MeasurementSeries cpu = bursts.of(LoadClients.OURS, LoadResult::cpuMicros);
    MeasurementSeries baseline = bursts.of(LoadClients.OKHTTP, LoadResult::cpuMicros);
    MeasurementSeries peer = bursts.of(LoadClients.LANGCHAIN4J, LoadResult::cpuMicros);
    report.put("cpuMicrosPerChunk", cpu);
    report.putRatio("floorRatio", cpu, baseline);
    report.put("platformThreads", bursts.of(LoadClients.OURS, LoadResult::threads));
    report.put("firstTokenP99Millis", bursts.of(LoadClients.OURS, LoadResult::firstP99Millis));
    report.putRatio("peerRatio", cpu, peer);
    Peer okHttp = new Peer("okhttp", OkHttp.VERSION);
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    report.compare("cpuMicrosPerChunk", langChain4j, cpu, peer);
    report.compare("floorRatio", okHttp, cpu, baseline);
    compare(report, bursts, langChain4j, "platformThreads", "firstTokenP99Millis");
    compare(report, bursts, okHttp, "floorPlatformThreads", "floorFirstTokenP99Millis");
  }

  private static void compare(
      BenchmarkReport report, LoadResults bursts, Peer peer, String threads, String firstToken) {
    report.compare(
        threads,
        peer,
        bursts.of(LoadClients.OURS, LoadResult::threads),
        bursts.of(peer.name(), LoadResult::threads));
    report.compare(
        firstToken,
        peer,
        bursts.of(LoadClients.OURS, LoadResult::firstP99Millis),
        bursts.of(peer.name(), LoadResult::firstP99Millis));
  }
}
