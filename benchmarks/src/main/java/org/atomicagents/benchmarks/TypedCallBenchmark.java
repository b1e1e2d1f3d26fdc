package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.List;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.firstuse.FirstUseTimes;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.InterleavedComparison;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.measure.MeasurementSeries;

/** A typed call over a model that answers at once: what the framework itself costs. */
final class TypedCallBenchmark implements Benchmark {

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
  public void run(BenchmarkProfile effort, BenchmarkReport report) throws IOException {
    var race =
        new InterleavedComparison(
            List.of(
                Contenders.OURS,
                Contenders.OURS_UNCONSTRAINED,
                Contenders.FLOOR,
                Contenders.LANGCHAIN4J,
                Contenders.SPRING_AI),
            List.of(),
            effort);
    race.run(List.of("time", "bytes", "rate"));
    MeasurementSeries micros = race.of(Contenders.OURS, "time").times(1e-3);
    MeasurementSeries floorMicros = race.of(Contenders.FLOOR, "time").times(1e-3);
    MeasurementSeries peerMicros = race.of(Contenders.LANGCHAIN4J, "time").times(1e-3);
    MeasurementSeries bytes = race.of(Contenders.OURS, "bytes");
    MeasurementSeries floorBytes = race.of(Contenders.FLOOR, "bytes");
    report.put("micros", micros);
    report.put("bytes", bytes);
    report.putRatio("floorRatio", micros, floorMicros);
    report.put(
        "floorExtraBytes",
        bytes.median() - floorBytes.median(),
        bytes.with(floorBytes, (ours, floor) -> ours - floor));
    report.put("unconstrainedMicros", race.of(Contenders.OURS_UNCONSTRAINED, "time").times(1e-3));
    report.put("unconstrainedBytes", race.of(Contenders.OURS_UNCONSTRAINED, "bytes"));
    report.putRatio("peerRatio", micros, peerMicros);
    report.put("callsPerSecond", race.of(Contenders.OURS, "rate"));
    report.put("firstUseMillis", FirstUseTimes.measure(effort));
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    Peer springAi = Peer.of("spring-ai", "org.springframework.ai", "spring-ai-client-chat");
    Peer floor = Peer.of("jackson-databind", "tools.jackson.core", "jackson-databind");
    report.compare("micros", langChain4j, micros, peerMicros);
    report.compare("bytes", langChain4j, bytes, race.of(Contenders.LANGCHAIN4J, "bytes"));
    report.compare(
        "callsPerSecond",
        langChain4j,
        race.of(Contenders.OURS, "rate"),
        race.of(Contenders.LANGCHAIN4J, "rate"));
    report.compare(
        "microsOfSpringAi", springAi, micros, race.of(Contenders.SPRING_AI, "time").times(1e-3));
    report.compare("bytesOfSpringAi", springAi, bytes, race.of(Contenders.SPRING_AI, "bytes"));
    report.compare("floorRatio", floor, micros, floorMicros);
  }
}
