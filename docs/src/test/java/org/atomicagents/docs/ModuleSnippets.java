package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleSnippets {
  private static final Path SOURCE = Path.of("src/test/modules/com.example.triage");

  // The run-time dependencies of core and providers, without test dependencies.
  private static final Pattern RUN_TIME_JARS =
      Pattern.compile(
          ".*(atomic-agents-(core|providers)|/(core|providers)/target/classes|jackson|jakarta"
              + "|hibernate|jboss-logging|classmate|slf4j|jspecify|okhttp|okio|kotlin|annotations).*");

  @TempDir Path classes;

  @Test
  void runsAModuleThatOpensItsRecords() throws Exception {
    compile();

    try (var provider = SimulatedProvider.start()) {
      List<String> lines =
          ChildJvm.run(
              provider,
              List.of(
                  "-p",
                  classes + File.pathSeparator + libraries(),
                  "-m",
                  "com.example.triage/com.example.triage.Main"));

      assertThat(lines.getLast()).matches("Triage\\[urgency=-?\\d+, team=.*]");
    }
  }

  private void compile() throws IOException {
    var arguments = new ArrayList<String>();
    arguments.addAll(List.of("-p", libraries(), "-d", classes.toString()));
    try (Stream<Path> files = Files.walk(SOURCE)) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
    }
    var output = new StringWriter();
    var writer = new PrintWriter(output);
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(writer, writer, arguments.toArray(String[]::new));
    assertThat(status).as(output.toString()).isZero();
  }

  private static String libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(RUN_TIME_JARS.asMatchPredicate())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
