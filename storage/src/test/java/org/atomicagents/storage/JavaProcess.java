package org.atomicagents.storage;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts a Java program of the tests in a process of its own. */
final class JavaProcess {
  private JavaProcess() {}

  static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath(),
                    main.getName()),
                Stream.of(arguments))
            .toList();
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  // Maven runs the tests on the module path, patched with the classes of the tests; other runners
  // load them with a class loader of their own.
  private static String classPath() {
    Stream<String> loaded =
        JavaProcess.class.getClassLoader() instanceof URLClassLoader loader
            ? Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
            : Stream.of(Path.of("target", "test-classes").toAbsolutePath().toString());
    return Stream.concat(
            loaded,
            Stream.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path")))
        .filter(Objects::nonNull)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
