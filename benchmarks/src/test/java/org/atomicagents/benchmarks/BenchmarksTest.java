package org.atomicagents.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
  void areListedWithoutABuild() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash in /bin");
    String names = String.join(", ", Main.ALL.stream().map(Benchmark::name).toList());

    assertThat(unbuilt("--list")).isEqualTo(names.replace(", ", "\n") + "\n");
    assertThat(unbuilt("typed-call", "http-call", "--quick"))
        .isEqualTo(
            """
            Expected the name of one benchmark, found 'typed-call http-call'.
            Usage: benchmarks/run NAME [--quick] | benchmarks/run --list
            There are: %s
            """
                .formatted(names));
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

  // In a folder where there is nothing to build, nor what finds a JDK.
  private static String unbuilt(String... words) throws Exception {
    Path script = Files.createTempFile("run", "");
    try {
      Files.copy(Path.of("run"), script, StandardCopyOption.REPLACE_EXISTING);
      var command = new ArrayList<>(List.of("/bin/bash", script.toString()));
      command.addAll(List.of(words));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      Files.delete(script);
    }
  }

  private static JsonNode report(Benchmark benchmark) throws IOException {
    return JsonMapper.shared().readTree(Main.report(benchmark, Effort.SMOKE).json());
  }

  private static List<String> figures(JsonNode report) {
    return report.propertyNames().stream().filter(name -> !AROUND.contains(name)).toList();
  }
}
