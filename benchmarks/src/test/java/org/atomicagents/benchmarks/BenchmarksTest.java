package org.atomicagents.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the reports to their shape; what they say is for people to judge. */
class BenchmarksTest {
  private static final List<String> AROUND =
      List.of("name", "date", "jdk", "cores", "load", "spread", "compared");

  @Test
  void areNamedAsTheyAreAskedFor() {
    assertThat(Main.ALL.stream().map(Benchmark::name))
        .containsExactly("typed-call", "http-call", "startup");
  }

  @Test
  void aTypedCallYieldsItsFigures() throws IOException {
    JsonNode report = report(new TypedCall());

    assertThat(figures(report))
        .containsExactly(
            "micros",
            "bytes",
            "floorRatio",
            "floorExtraBytes",
            "unconstrainedMicros",
            "unconstrainedBytes",
            "peerRatio",
            "callsPerSecond",
            "firstUseMillis");
    assertThat(report.at("/compared/micros/peer").asString()).isEqualTo("langchain4j");
    assertThat(report.at("/compared/micros/peerVersion").asString()).isEqualTo("1.19.0");
    assertThat(report.at("/spread/micros").size()).isEqualTo(2);
  }

  @Test
  void aCallOverHttpYieldsItsFigures() throws IOException {
    JsonNode report = report(new HttpCall());

    assertThat(figures(report))
        .containsExactly("cpuMicros", "p50Micros", "floorRatio", "peerRatio");
    assertThat(report.at("/compared/cpuMicros/peerFigure").asDouble()).isPositive();
  }

  // It would build the command that the same build may be building.
  @Test
  void aStartPromisesItsFigures() {
    assertThat(new Startup().figures())
        .containsExactly(
            "firstTokenMillis", "coldMillis", "floorRatio", "coreMegabytes", "allMegabytes");
  }

  @Test
  void aReportWithoutAFigureIsRefused() {
    Benchmark broken =
        new Benchmark() {
          @Override
          public String name() {
            return "broken";
          }

          @Override
          public List<String> figures() {
            return List.of("micros");
          }

          @Override
          public void run(Effort effort, Report report) {}
        };

    assertThatThrownBy(() -> Main.report(broken, Effort.SMOKE))
        .hasMessage("broken: expected the figures [micros], found []");
  }

  private static JsonNode report(Benchmark benchmark) throws IOException {
    return JsonMapper.shared().readTree(Main.report(benchmark, Effort.SMOKE).json());
  }

  private static List<String> figures(JsonNode report) {
    return report.propertyNames().stream().filter(name -> !AROUND.contains(name)).toList();
  }
}
