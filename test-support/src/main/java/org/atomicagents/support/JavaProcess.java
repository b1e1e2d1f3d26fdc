package org.atomicagents.support;

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
public final class JavaProcess {
  private JavaProcess() {}

  /**
   * Starts the {@code main} method of a class of the tests, with their class path; its standard
   * error is part of its output.
   */
  public static Process start(Class<?> main, String... arguments) throws IOException {
    return builder(main, arguments).redirectErrorStream(true).start();
  }

  /** Returns the builder of such a process, for settings of the caller. */
  public static ProcessBuilder builder(Class<?> main, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath(main),
                    main.getName()),
                Stream.of(arguments))
            .toList();
    return new ProcessBuilder(command);
  }

  // Maven runs the tests on the module path, patched with the classes of the tests; other runners
  // load them with a class loader of their own.
  private static String classPath(Class<?> main) {
    Stream<String> loaded =
        main.getClassLoader() instanceof URLClassLoader loader
            ? Arrays.stream(loader.getURLs())
                .map(url -> Path.of(URI.create(url.toString())).toString())
            : Stream.of(Path.of("target", "test-classes").toAbsolutePath().toString());
    return Stream.concat(
            loaded,
            Stream.of(System.getProperty("java.class.path"), System.getProperty("jdk.module.path")))
        .filter(Objects::nonNull)
        .flatMap(paths -> Arrays.stream(paths.split(File.pathSeparator, -1)))
        // An empty element is the working folder, which is no part of the class path.
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
