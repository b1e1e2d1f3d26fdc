package org.atomicagents.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * An installation of Spark made of links to its libraries, and the jars of an application that uses
 * it: as on a cluster, where an application brings its own libraries.
 *
 * @param home the folder of the installation
 * @param applicationJars the jars of the application
 */
record SparkHome(Path home, List<Path> applicationJars) {
  /** The libraries of this project and of its tests, which no installation of Spark has. */
  private static final Pattern APPLICATION =
      Pattern.compile(
          "(?:atomic-agents|jackson-(?:core|databind)-3|hibernate-validator|jboss-logging|classmate"
              + "|jspecify|okhttp|okio|kotlin|annotations-1|caffeine|error_prone|bucket4j"
              + "|resilience4j|HdrHistogram|micrometer|opentelemetry|json-schema-validator|itu"
              + "|helidon|jtokkit).*");

  /** Returns an installation of the libraries in a class path, in the build folder. */
  static SparkHome create(String classPath) throws IOException {
    Path folder = Path.of("target", "spark-home").toAbsolutePath();
    Path jars = Files.createDirectories(folder.resolve("jars"));
    try (Stream<Path> links = Files.list(jars)) {
      for (Path link : links.toList()) {
        Files.delete(link);
      }
    }
    Set<String> libraries = new HashSet<>();
    var application = new ArrayList<Path>();
    var classes = new ArrayList<Path>();
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isDirectory(path)) {
        classes.add(path);
      } else if (APPLICATION.matcher(path.getFileName().toString()).lookingAt()) {
        application.add(path);
      } else if (Files.isRegularFile(path) && libraries.add(artifact(path))) {
        Files.createSymbolicLink(jars.resolve(path.getFileName()), path);
      }
    }
    application.add(jar(folder.resolve("application.jar"), classes));
    return new SparkHome(folder, List.copyOf(application));
  }

  /** Returns the name of a library without its version: the first one of a class path is used. */
  private static String artifact(Path path) {
    return path.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  private static Path jar(Path file, List<Path> folders) throws IOException {
    for (Path folder : folders) {
      if (file.startsWith(folder)) {
        throw new IllegalArgumentException("expected classes outside of " + folder);
      }
    }
    Set<String> names = new HashSet<>();
    try (var out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Path folder : folders) {
        try (Stream<Path> paths = Files.walk(folder)) {
          for (Path path : paths.filter(Files::isRegularFile).toList()) {
            String name = folder.relativize(path).toString().replace(File.separatorChar, '/');
            if (names.add(name)) {
              out.putNextEntry(new ZipEntry(name));
              Files.copy(path, out);
            }
          }
        }
      }
    }
    return file;
  }

  /** Returns the builder of a process with the environment of the installation. */
  ProcessBuilder with(ProcessBuilder builder) {
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /** Returns the jars of the application as a setting of Spark. */
  String jars() {
    return applicationJars.stream().map(Path::toString).collect(Collectors.joining(","));
  }

  /** Returns the class path of a process that a builder starts. */
  static String classPath(ProcessBuilder builder) {
    List<String> command = builder.command();
    int flag = command.indexOf("-cp");
    if (flag < 0) {
      throw new UncheckedIOException(new IOException("expected -cp in " + command));
    }
    return command.get(flag + 1);
  }
}
