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

/** Measures the overhead of a typed call over a model that responds immediately. */
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
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    var comparison =
        new InterleavedComparison(
            List.of(
                Contenders.OURS,
                Contenders.OURS_UNCONSTRAINED,
                Contenders.BASELINE,
                Contenders.LANGCHAIN4J,
                Contenders.SPRING_AI),
            List.of(),
            profile);
    comparison.run(List.of("time", "bytes", "rate"));
    MeasurementSeries micros = comparison.of(Contenders.OURS, "time").times(1e-3);
    MeasurementSeries baselineMicros = comparison.of(Contenders.BASELINE, "time").times(1e-3);
    MeasurementSeries peerMicros = comparison.of(Contenders.LANGCHAIN4J, "time").times(1e-3);
    MeasurementSeries bytes = comparison.of(Contenders.OURS, "bytes");
    MeasurementSeries baselineBytes = comparison.of(Contenders.BASELINE, "bytes");
    report.put("micros", micros);
    report.put("bytes", bytes);
    report.putRatio("floorRatio", micros, baselineMicros);
    report.put(
        "floorExtraBytes",
        bytes.median() - baselineBytes.median(),
        bytes.with(baselineBytes, (ours, baseline) -> ours - baseline));
    report.put(
        "unconstrainedMicros", comparison.of(Contenders.OURS_UNCONSTRAINED, "time").times(1e-3));
    report.put("unconstrainedBytes", comparison.of(Contenders.OURS_UNCONSTRAINED, "bytes"));
    report.putRatio("peerRatio", micros, peerMicros);
    report.put("callsPerSecond", comparison.of(Contenders.OURS, "rate"));
    report.put("firstUseMillis", FirstUseTimes.measure(profile));
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    Peer springAi = Peer.of("spring-ai", "org.springframework.ai", "spring-ai-client-chat");
    Peer baseline = Peer.of("jackson-databind", "tools.jackson.core", "jackson-databind");
    report.compare("micros", langChain4j, micros, peerMicros);
    report.compare("bytes", langChain4j, bytes, comparison.of(Contenders.LANGCHAIN4J, "bytes"));
    report.compare(
        "callsPerSecond",
        langChain4j,
        comparison.of(Contenders.OURS, "rate"),
        comparison.of(Contenders.LANGCHAIN4J, "rate"));
    report.compare(
        "microsOfSpringAi",
        springAi,
        micros,
        comparison.of(Contenders.SPRING_AI, "time").times(1e-3));
    report.compare(
        "bytesOfSpringAi", springAi, bytes, comparison.of(Contenders.SPRING_AI, "bytes"));
    report.compare("floorRatio", baseline, micros, baselineMicros);
  }
}
