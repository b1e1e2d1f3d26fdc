package org.atomicagents.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs a main class of these tests in a JVM of its own, on the class path. */
final class MeasurementProcess {
  private MeasurementProcess() {}

  /** Returns what the main class printed on standard output. */
  static String run(String jvmOption, Class<?> main) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                jvmOption,
                "-cp",
                String.join(File.pathSeparator, classPath(main)),
                main.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.strip();
  }

  // The tests are patched into their module, so neither path has the folder of their classes.
  private static List<String> classPath(Class<?> main) throws Exception {
    var entries = new ArrayList<String>();
    URI file = Objects.requireNonNull(main.getResource(fileName(main))).toURI();
    int depth = main.getPackageName().split("\\.").length + 1;
    Path folder = Path.of(file);
    for (int i = 0; i < depth; i++) {
      folder = Objects.requireNonNull(folder.getParent());
    }
    entries.add(folder.toString());
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      String path = System.getProperty(property, "");
      if (!path.isEmpty()) {
        entries.add(path);
      }
    }
    return entries;
  }

  private static String fileName(Class<?> main) {
    return main.getName().substring(main.getPackageName().length() + 1) + ".class";
  }
}
