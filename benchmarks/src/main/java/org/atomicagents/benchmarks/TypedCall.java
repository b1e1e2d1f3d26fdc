package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;

/** A typed call over a model that answers at once: what the framework itself costs. */
final class TypedCall implements Benchmark {

  @Override
  public String name() {
    return "typed-call";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "micros",
        "bytes",
        "floorRatio",
        "floorExtraBytes",
        "unconstrainedMicros",
        "unconstrainedBytes",
        "peerRatio",
        "callsPerSecond",
        "firstUseMillis");
  }

  @Override
  public void run(Effort effort, Report report) throws IOException {
    var race =
        new Race(
            List.of(
                Sides.OURS,
                Sides.OURS_UNCONSTRAINED,
                Sides.FLOOR,
                Sides.LANGCHAIN4J,
                Sides.SPRING_AI),
            List.of(),
            effort);
    race.run(List.of("time", "bytes", "rate"));
    Samples micros = race.of(Sides.OURS, "time").times(1e-3);
    Samples floorMicros = race.of(Sides.FLOOR, "time").times(1e-3);
    Samples peerMicros = race.of(Sides.LANGCHAIN4J, "time").times(1e-3);
    Samples bytes = race.of(Sides.OURS, "bytes");
    Samples floorBytes = race.of(Sides.FLOOR, "bytes");
    report.put("micros", micros);
    report.put("bytes", bytes);
    report.putRatio("floorRatio", micros, floorMicros);
    report.put(
        "floorExtraBytes",
        bytes.median() - floorBytes.median(),
        bytes.with(floorBytes, (ours, floor) -> ours - floor));
    report.put("unconstrainedMicros", race.of(Sides.OURS_UNCONSTRAINED, "time").times(1e-3));
    report.put("unconstrainedBytes", race.of(Sides.OURS_UNCONSTRAINED, "bytes"));
    report.putRatio("peerRatio", micros, peerMicros);
    report.put("callsPerSecond", race.of(Sides.OURS, "rate"));
    report.put("firstUseMillis", FirstUseTimes.measure(effort));
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    Peer springAi = Peer.of("spring-ai", "org.springframework.ai", "spring-ai-client-chat");
    Peer floor = Peer.of("jackson-databind", "tools.jackson.core", "jackson-databind");
    report.compare("micros", langChain4j, micros, peerMicros);
    report.compare("bytes", langChain4j, bytes, race.of(Sides.LANGCHAIN4J, "bytes"));
    report.compare(
        "callsPerSecond",
        langChain4j,
        race.of(Sides.OURS, "rate"),
        race.of(Sides.LANGCHAIN4J, "rate"));
    report.compare(
        "microsOfSpringAi", springAi, micros, race.of(Sides.SPRING_AI, "time").times(1e-3));
    report.compare("bytesOfSpringAi", springAi, bytes, race.of(Sides.SPRING_AI, "bytes"));
    report.compare("floorRatio", floor, micros, floorMicros);
  }
}
