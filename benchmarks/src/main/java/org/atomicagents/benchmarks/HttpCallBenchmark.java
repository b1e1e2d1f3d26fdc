package org.atomicagents.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.OkHttp;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.InterleavedComparison;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;

/**
 * Measures a typed call over HTTP to a server that responds immediately: sequential calls from a
 * virtual thread on a persistent connection, in each protocol.
 */
final class HttpCallBenchmark implements Benchmark {

  @Override
  public String name() {
    return "http-call";
  }

  @Override
  public List<String> figures() {
    return List.of(
        "cpuMicros",
        "p50Micros",
        "floorRatio",
        "peerRatio",
        "responsesFloorRatio",
        "messagesFloorRatio",
        "geminiFloorRatio");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    BenchmarkProfile warmed = profile.warmed();
    try (StubProcess server = StubProcess.start(StubScript.of("order"))) {
      List<String> arguments = List.of(server.baseUrl().toString());
      compareChat(server.baseUrl(), warmed, report);
      var others =
          new InterleavedComparison(
              List.of(
                  Contenders.RESPONSES_OURS,
                  Contenders.RESPONSES_BASELINE,
                  Contenders.MESSAGES_OURS,
                  Contenders.MESSAGES_BASELINE,
                  Contenders.GEMINI_OURS,
                  Contenders.GEMINI_BASELINE),
              arguments,
              warmed.shortened());
      others.run(List.of("cpu"));
      others.reportWarmth(report);
      ratio(others, report, "responses", Contenders.RESPONSES_OURS, Contenders.RESPONSES_BASELINE);
      ratio(others, report, "messages", Contenders.MESSAGES_OURS, Contenders.MESSAGES_BASELINE);
      ratio(others, report, "gemini", Contenders.GEMINI_OURS, Contenders.GEMINI_BASELINE);
    }
  }

  private static void compareChat(URI server, BenchmarkProfile profile, BenchmarkReport report)
      throws IOException {
    Path expected = Files.createTempFile("order", ".json");
    try {
      Files.writeString(expected, SampleOrder.JSON);
      InterleavedComparison chat =
          InterleavedComparison.ofPresent(
              List.of(
                  Contenders.HTTP_OURS,
                  Contenders.HTTP_BASELINE,
                  Contenders.HTTP_LANGCHAIN4J,
                  Contenders.HTTP_SPRING_AI,
                  Contenders.HTTP_OPENAI_JAVA,
                  Contenders.HTTP_PYTHON),
              server,
              expected,
              profile.shortened(),
              report);
      chat.run(List.of("time", "cpu"));
      chat.reportWarmth(report);
      report(chat, report);
    } finally {
      Files.delete(expected);
    }
  }

  private static void ratio(
      InterleavedComparison comparison,
      BenchmarkReport report,
      String protocol,
      String ours,
      String baseline)
      throws IOException {
    MeasurementSeries cpu = comparison.of(ours, "cpu").times(1e-3);
    MeasurementSeries baselineCpu = comparison.of(baseline, "cpu").times(1e-3);
    String name = protocol + "FloorRatio";
    report.putRatio(name, cpu, baselineCpu);
    report.compare(name, new Peer("okhttp", OkHttp.VERSION), cpu, baselineCpu);
  }

  private static void report(InterleavedComparison comparison, BenchmarkReport report)
      throws IOException {
    MeasurementSeries cpu = comparison.of(Contenders.HTTP_OURS, "cpu").times(1e-3);
    MeasurementSeries baseline = comparison.of(Contenders.HTTP_BASELINE, "cpu").times(1e-3);
    MeasurementSeries peer = comparison.of(Contenders.HTTP_LANGCHAIN4J, "cpu").times(1e-3);
    MeasurementSeries p50 = comparison.of(Contenders.HTTP_OURS, "time").times(1e-3);
    report.put("cpuMicros", cpu);
    report.put("p50Micros", p50);
    report.putRatio("floorRatio", cpu, baseline);
    report.putRatio("peerRatio", cpu, peer);
    Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
    report.compare("cpuMicros", langChain4j, cpu, peer);
    report.compare(
        "p50Micros",
        langChain4j,
        p50,
        comparison.of(Contenders.HTTP_LANGCHAIN4J, "time").times(1e-3));
    report.compare("floorRatio", new Peer("okhttp", OkHttp.VERSION), cpu, baseline);
    compare(comparison, report, "OfSpringAi", Contenders.HTTP_SPRING_AI, cpu, p50);
    compare(comparison, report, "OfOpenAiJava", Contenders.HTTP_OPENAI_JAVA, cpu, p50);
    compare(comparison, report, "OfPython", Contenders.HTTP_PYTHON, cpu, p50);
  }

  private static void compare(
      InterleavedComparison comparison,
      BenchmarkReport report,
      String suffix,
      String contender,
      MeasurementSeries cpu,
      MeasurementSeries p50) {
    comparison.compare(report, "cpuMicros" + suffix, contender, "cpu", 1e-3, cpu);
    comparison.compare(report, "p50Micros" + suffix, contender, "time", 1e-3, p50);
  }
}
