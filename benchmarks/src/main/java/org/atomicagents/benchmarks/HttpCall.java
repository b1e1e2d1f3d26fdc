package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import okhttp3.OkHttp;

/**
 * A typed call over HTTP to a server that answers at once: one call after the other, from a virtual
 * thread, on a connection that stays open.
 */
final class HttpCall implements Benchmark {

  @Override
  public String name() {
    return "http-call";
  }

  @Override
  public List<String> figures() {
    return List.of("cpuMicros", "p50Micros", "floorRatio", "peerRatio");
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    try (StubProcess server = StubProcess.start(Script.of("order"))) {
      var race =
          new Race(
              List.of(Sides.HTTP_OURS, Sides.HTTP_FLOOR, Sides.HTTP_LANGCHAIN4J),
              List.of(server.baseUrl().toString()),
              effort);
      race.run(List.of("time", "cpu"));
      report(race, report);
    }
  }

  private static void report(Race race, Report report) throws IOException {
    Samples cpu = race.of(Sides.HTTP_OURS, "cpu").times(1e-3);
    Samples floor = race.of(Sides.HTTP_FLOOR, "cpu").times(1e-3);
    Samples peer = race.of(Sides.HTTP_LANGCHAIN4J, "cpu").times(1e-3);
    Samples p50 = race.of(Sides.HTTP_OURS, "time").times(1e-3);
    report.put("cpuMicros", cpu);
    report.put("p50Micros", p50);
    report.putRatio("floorRatio", cpu, floor);
    report.putRatio("peerRatio", cpu, peer);
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    report.compare("cpuMicros", langChain4j, cpu, peer);
    report.compare(
        "p50Micros", langChain4j, p50, race.of(Sides.HTTP_LANGCHAIN4J, "time").times(1e-3));
    report.compare("floorRatio", new Peer("okhttp", OkHttp.VERSION), cpu, floor);
  }
}
