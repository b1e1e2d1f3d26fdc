package org.atomicagents.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttp;

/** Many streams at the same time, each paced as a model writes: our agent's text, and others'. */
final class StreamsLoad implements Benchmark {

  /**
   * What is put on everyone.
   *
   * @param rounds how many bursts are measured, after one that isn't
   */
  private record Scale(int forks, int rounds, int streams, int chunks, Duration every) {
    static final Scale FULL = new Scale(3, 4, 500, 200, Duration.ofMillis(10));
    static final Scale QUICK = new Scale(1, 2, 500, 200, Duration.ofMillis(10));
    static final Scale SMOKE = new Scale(1, 1, 10, 5, Duration.ofMillis(1));
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
  public void run(Effort effort, Report report) throws IOException {
    Scale scale = effort.pick(Scale.FULL, Scale.QUICK, Scale.SMOKE);
    Script script = Script.words(scale.chunks()).withEvery(scale.every());
    var bursts = new Bursts();
    for (int fork = 1; fork <= scale.forks(); fork++) {
      System.err.printf("fork %d of %d%n", fork, scale.forks());
      try (StubProcess server = StubProcess.start(script);
          Crew crew =
              Crew.start(
                  List.of(Callers.OURS, Callers.OKHTTP, Callers.LANGCHAIN4J),
                  List.of(),
                  server.baseUrl(),
                  scale.streams(),
                  script)) {
        String command = "streams %d %d 0".formatted(scale.streams(), scale.chunks());
        bursts.addUnmeasured(crew.turn(command));
        for (int round = 0; round < scale.rounds(); round++) {
          bursts.add(crew.turn(command));
        }
      }
    }
    report.count("chunks", scale.chunks());
    report.count("everyMillis", scale.every().toMillis());
    report.count("bursts", (long) scale.forks() * scale.rounds());
    report.put("streams", scale.streams());
    report.put("failures", bursts.failures(Callers.OURS));
    report(bursts, report);
  }

  private static void report(Bursts bursts, Report report) throws IOException {
    Samples cpu = bursts.of(Callers.OURS, Burst::cpuMicros);
    Samples floor = bursts.of(Callers.OKHTTP, Burst::cpuMicros);
    Samples peer = bursts.of(Callers.LANGCHAIN4J, Burst::cpuMicros);
    report.put("cpuMicrosPerChunk", cpu);
    report.putRatio("floorRatio", cpu, floor);
    report.put("platformThreads", bursts.of(Callers.OURS, Burst::threads));
    report.put("firstTokenP99Millis", bursts.of(Callers.OURS, Burst::firstP99Millis));
    report.putRatio("peerRatio", cpu, peer);
    Peer okHttp = new Peer("okhttp", OkHttp.VERSION);
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    report.compare("cpuMicrosPerChunk", langChain4j, cpu, peer);
    report.compare("floorRatio", okHttp, cpu, floor);
    compare(report, bursts, langChain4j, "platformThreads", "firstTokenP99Millis");
    compare(report, bursts, okHttp, "floorPlatformThreads", "floorFirstTokenP99Millis");
  }

  private static void compare(
      Report report, Bursts bursts, Peer peer, String threads, String firstToken) {
    report.compare(
        threads,
        peer,
        bursts.of(Callers.OURS, Burst::threads),
        bursts.of(peer.name(), Burst::threads));
    report.compare(
        firstToken,
        peer,
        bursts.of(Callers.OURS, Burst::firstP99Millis),
        bursts.of(peer.name(), Burst::firstP99Millis));
  }
}
