package org.atomicagents.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;
import okhttp3.OkHttp;

/**
 * Thousands of connections: slow streams that are open together, calls that wait together, and
 * calls to a server that takes few of them on a connection.
 */
final class Connections implements Benchmark {
  private static final List<String> BOTH = List.of(Callers.OURS, Callers.OKHTTP);
  private static final List<String> ALL =
      List.of(Callers.OURS, Callers.OKHTTP, Callers.LANGCHAIN4J);
  private static final int STREAMS_OF_A_CONNECTION = 100;
  private static final int WORDS_OF_A_CALL = 20;

  /**
   * What is put on both.
   *
   * @param rounds how often the streams are opened, after a first time that isn't measured
   * @param spread from the first stream's opening to the last one's
   * @param bursts how often the calls are made; the first one finds no connection
   */
  private record Scale(
      int rounds,
      int streams,
      int chunks,
      Duration every,
      Duration spread,
      int calls,
      Duration delay,
      int bursts,
      List<Integer> http2Calls) {
    static final Scale FULL =
        new Scale(
            3,
            5_000,
            20,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            5_000,
            Duration.ofMillis(500),
            16,
            List.of(1_000, 5_000));
    static final Scale QUICK =
        new Scale(
            1,
            1_000,
            4,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            1_000,
            Duration.ofMillis(500),
            4,
            List.of(500));
    static final Scale SMOKE =
        new Scale(
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
  public void run(Effort effort, Report report) throws IOException {
    Scale scale = effort.pick(Scale.FULL, Scale.QUICK, Scale.SMOKE);
    Bursts streams = streams(scale);
    Bursts http2 = http2(scale);
    Bursts calls = calls(scale);
    report.count("chunks", scale.chunks());
    report.count("everyMillis", scale.every().toMillis());
    report.count("spreadMillis", scale.spread().toMillis());
    report.count("rounds", scale.rounds());
    report.count("calls", scale.calls());
    report.count("http2Calls", 3L * scale.http2Calls().stream().mapToInt(each -> each).sum());
    report.put("streams", scale.streams());
    report(streams, http2, calls, report);
  }

  private static Bursts streams(Scale scale) throws IOException {
    Script script = Script.words(scale.chunks()).withEvery(scale.every());
    var bursts = new Bursts();
    try (StubProcess server = StubProcess.start(script);
        Crew crew = Crew.start(BOTH, List.of(), server.baseUrl(), scale.streams(), script)) {
      String command =
          "streams %d %d %d".formatted(scale.streams(), scale.chunks(), scale.spread().toMillis());
      bursts.addUnmeasured(crew.turn(command));
      for (int round = 0; round < scale.rounds(); round++) {
        bursts.add(crew.turn(command));
      }
    }
    return bursts;
  }

  private static Bursts calls(Scale scale) throws IOException {
    Script script = Script.words(WORDS_OF_A_CALL).withDelay(scale.delay());
    var bursts = new Bursts();
    try (StubProcess server = StubProcess.start(script);
        Crew crew = Crew.start(ALL, List.of(), server.baseUrl(), scale.calls(), script)) {
      String command = "calls " + scale.calls();
      // The compiler has work for half a dozen: 30,000 calls, on the processors that serve them.
      for (int burst = 0; burst < scale.bursts(); burst++) {
        var turn = crew.turn(command);
        if (burst < scale.bursts() / 2) {
          bursts.addUnmeasured(turn);
        } else {
          bursts.add(turn);
        }
      }
    }
    return bursts;
  }

  private static Bursts http2(Scale scale) throws IOException {
    Script script = Script.words(WORDS_OF_A_CALL).withDelay(scale.delay());
    var bursts = new Bursts();
    try (LocalKey key = LocalKey.create()) {
      for (int calls : scale.http2Calls()) {
        try (StubProcess server = StubProcess.start(script, key, STREAMS_OF_A_CONNECTION);
            Crew crew = Crew.start(ALL, key.trustFlags(), server.baseUrl(), calls, script)) {
          for (int burst = 0; burst < 3; burst++) {
            bursts.add(crew.turn("calls " + calls));
          }
        }
      }
    }
    return bursts;
  }

  private static void report(Bursts streams, Bursts http2, Bursts calls, Report report)
      throws IOException {
    report.put("failures", streams.failures(Callers.OURS) + calls.failures(Callers.OURS));
    report.put("http2Failures", http2.failures(Callers.OURS));
    Pair threads = Pair.of(streams, Burst::threads);
    Pair first = Pair.of(streams, Burst::firstP99Millis);
    Pair cpu = Pair.of(streams, Burst::cpuMicros);
    Pair wall = Pair.of(calls, Burst::wallMillis);
    Pair memory = Pair.of(streams, Burst::megabytes);
    report.put("platformThreads", threads.ours());
    report.putRatio("firstTokenP99Ratio", first.ours(), first.theirs());
    report.putRatio("cpuRatio", cpu.ours(), cpu.theirs());
    report.putRatio("callsWallRatio", wall.ours(), wall.theirs());
    report.put("rssMegabytes", memory.ours());
    Peer okHttp = new Peer(Callers.OKHTTP, OkHttp.VERSION);
    report.compare(
        "failures",
        okHttp,
        streams.failures(Callers.OURS) + calls.failures(Callers.OURS),
        streams.failures(Callers.OKHTTP) + calls.failures(Callers.OKHTTP));
    report.compare(
        "http2Failures", okHttp, http2.failures(Callers.OURS), http2.failures(Callers.OKHTTP));
    report.compare("platformThreads", okHttp, threads.ours(), threads.theirs());
    report.compare("firstTokenP99Ratio", okHttp, first.ours(), first.theirs());
    report.compare("cpuRatio", okHttp, cpu.ours(), cpu.theirs());
    report.compare("callsWallRatio", okHttp, wall.ours(), wall.theirs());
    report.compare("rssMegabytes", okHttp, memory.ours(), memory.theirs());
    Peer langChain4j = Peer.of(Callers.LANGCHAIN4J, "dev.langchain4j", "langchain4j");
    report.compare(
        "http2FailuresOfLangChain4j",
        langChain4j,
        http2.failures(Callers.OURS),
        http2.failures(Callers.LANGCHAIN4J));
    report.compare(
        "callsWallOfLangChain4j",
        langChain4j,
        wall.ours(),
        calls.of(Callers.LANGCHAIN4J, Burst::wallMillis));
  }

  /** One figure of both. */
  private record Pair(Samples ours, Samples theirs) {
    static Pair of(Bursts bursts, ToDoubleFunction<Burst> figure) {
      return new Pair(bursts.of(Callers.OURS, figure), bursts.of(Callers.OKHTTP, figure));
    }
  }
}
