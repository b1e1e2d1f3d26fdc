package org.atomicagents.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.batch.SubmittedBatch;
import org.atomicagents.testing.BatchPlan;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.RecordedRequest;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of a batch that one process submits and another one resumes. */
@Timeout(180)
class HalfPriceBatchTest {

  @Test
  void anotherProcessResumesTheBatch(@TempDir Path folder) throws Exception {
    Path reference = folder.resolve("batch.json");
    var plan =
        BatchPlan.ofDefaults()
            .withPolls(1)
            .withItemFault(3, Fault.malformedJson())
            .withItemFault(5, Fault.status(500));
    try (var provider = SimulatedProvider.builder().batches(plan).start()) {
      List<String> first = run(provider, reference);
      SubmittedBatch submitted = SubmittedBatch.parse(Files.readString(reference));
      long liveBefore = liveRequests(provider);

      List<String> second = run(provider, reference);

      assertThat(first.getLast()).isEqualTo("Submitted: 12 requests");
      assertThat(submitted.requests()).isEqualTo(12);
      assertThat(submitted.isComplete()).isTrue();
      assertThat(submitted.batches()).hasSize(1);
      assertThat(liveBefore).isZero();
      assertThat(second).contains("State: COMPLETED");
      assertThat(second.stream().filter(line -> line.matches("\\d+: .+"))).hasSize(11);
      assertThat(second.stream().filter(line -> line.matches("3: .+"))).hasSize(1);
      assertThat(second.stream().filter(line -> line.startsWith("5 failed: ")))
          .singleElement()
          .asString()
          .contains("is unavailable (500");
      assertThat(liveRequests(provider)).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void oneProcessSubmitsAndFetches() {
    try (var provider =
        SimulatedProvider.builder().batches(BatchPlan.ofDefaults().withPolls(1)).start()) {
      List<String> lines = ExampleConsole.run(provider, HalfPriceBatch::main);

      assertThat(lines.get(1)).isEqualTo("Submitted: 12 requests");
      assertThat(lines.get(2)).isEqualTo("State: COMPLETED");
      assertThat(lines.subList(3, lines.size()))
          .hasSize(12)
          .allMatch(line -> line.matches("\\d+: .+"));
      assertThat(liveRequests(provider)).isZero();
    }
  }

  private static long liveRequests(SimulatedProvider provider) {
    return provider.requests().stream()
        .map(RecordedRequest::path)
        .filter(path -> path.endsWith("/chat/completions") || path.endsWith("/responses"))
        .count();
  }

  private static List<String> run(SimulatedProvider provider, Path reference) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                HalfPriceBatch.class.getName(),
                "--model",
                ExampleConsole.modelArgument(provider),
                "--reference",
                reference.toString())
            .redirectErrorStream(true)
            .start();
    process.outputWriter().close();
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
    return lines;
  }

  // Runners other than Maven load the classes with a class loader of their own.
  private static String classPath() throws IOException {
    Stream<String> loaded =
        HalfPriceBatchTest.class.getClassLoader() instanceof URLClassLoader loader
            ? Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
            : Stream.of();
    return Stream.concat(
            loaded,
            Stream.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path")))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
