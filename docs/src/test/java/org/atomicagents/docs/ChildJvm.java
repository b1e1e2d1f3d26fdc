package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;

/**
 * Runs a Java process in which the environment sets a key for every provider and the simulated
 * provider as its address, so that snippets can use {@code fromEnv()}.
 */
final class ChildJvm {
  private ChildJvm() {}

  /** Runs the main class with the class path of this test, and returns the printed lines. */
  static List<String> run(SimulatedProvider provider, Class<?> main)
      throws IOException, InterruptedException {
    return run(provider, List.of("-cp", System.getProperty("java.class.path"), main.getName()));
  }

  /** Runs java with these arguments, and returns the printed lines. */
  static List<String> run(SimulatedProvider provider, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment(provider));
    Process process = builder.start();
    process.outputWriter().close();
    List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(() -> String.join("\n", lines)).isZero();
    return lines;
  }

  private static Map<String, String> environment(SimulatedProvider provider) {
    var environment = new TreeMap<String, String>();
    environment.put("MY_KEY", "not-a-real-key");
    for (Provider preset : Provider.presets()) {
      environment.put(preset.urlVariable(), provider.baseUrl().toString());
      if (preset.keyVariable() != null) {
        environment.put(preset.keyVariable(), "not-a-real-key");
      }
    }
    return environment;
  }
}
