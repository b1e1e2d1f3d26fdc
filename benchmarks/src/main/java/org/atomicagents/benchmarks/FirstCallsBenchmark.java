package org.atomicagents.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.atomicagents.benchmarks.contender.Contenders;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.FirstCalls;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.orders.SampleOrder;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;

/**
 * Measures the first typed calls of a new process over HTTP to a server that responds immediately,
 * as in a short job or a function: from the start of the process.
 */
final class FirstCallsBenchmark implements Benchmark {
  private static final int CALLS = 100;

  @Override
  public String name() {
    return "first-calls";
  }

  @Override
  public List<String> figures() {
    return List.of("firstCallMillis", "first100Millis", "first100CpuMillis");
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    Path expected = Files.createTempFile("order", ".json");
    try (StubProcess server = StubProcess.start(StubScript.of("order"))) {
      Files.writeString(expected, SampleOrder.JSON);
      FirstCalls calls =
          FirstCalls.measure(
              List.of(
                  Contenders.HTTP_OURS,
                  Contenders.HTTP_LANGCHAIN4J,
                  Contenders.HTTP_SPRING_AI,
                  Contenders.HTTP_OPENAI_JAVA,
                  Contenders.HTTP_PYTHON),
              List.of(server.baseUrl().toString(), expected.toString()),
              CALLS,
              profile.starts(),
              report);
      calls.report(Contenders.HTTP_OURS, report);
      Peer langChain4j = Peer.of("langchain4j", "dev.langchain4j", "langchain4j");
      calls.compare(Contenders.HTTP_OURS, Contenders.HTTP_LANGCHAIN4J, "", langChain4j, report);
      calls.compare(Contenders.HTTP_OURS, Contenders.HTTP_SPRING_AI, "OfSpringAi", report);
      calls.compare(Contenders.HTTP_OURS, Contenders.HTTP_OPENAI_JAVA, "OfOpenAiJava", report);
      calls.compare(Contenders.HTTP_OURS, Contenders.HTTP_PYTHON, "OfPython", report);
      report.count("starts", profile.starts());
    } finally {
      Files.delete(expected);
    }
  }
}
