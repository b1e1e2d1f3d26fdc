package org.atomicagents.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Runs a main class of these tests in a JVM of its own, on the class path. */
final class TestProcess {
  private TestProcess() {}

  /** Returns the text that the main class printed on standard output. */
  static String run(Class<?> main, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath(main))));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output.strip();
  }

  // The tests are patched into their module, so neither path has the folder of their classes.
  private static List<String> classPath(Class<?> main) throws Exception {
    var entries = new ArrayList<String>();
    String file = main.getName().substring(main.getPackageName().length() + 1) + ".class";
    URI uri = Objects.requireNonNull(main.getResource(file)).toURI();
    Path folder = Path.of(uri);
    for (int i = 0; i <= main.getPackageName().split("\\.").length; i++) {
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
}
