package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.atomicagents.cli.ProcessResult;

/**
 * A generated project with the launcher, whose jar prints its arguments and whose Maven is a
 * script.
 */
final class LauncherProject {
  private static final Path LAUNCHER = Path.of("..", "atomic").toAbsolutePath().normalize();

  final Path folder;
  final Path root;
  final Path bin;
  final Map<String, String> environment = new HashMap<>();

  /** The main class of the generated project. */
  public static final class EchoProgram {
    /** Prints the arguments and the Java home. */
    public static void main(String[] arguments) {
      System.out.println(List.of(arguments) + " by " + System.getProperty("java.home"));
      System.exit(arguments.length);
    }
  }

  LauncherProject(Path folder) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash in /bin");
    this.folder = folder;
    root = folder.resolve("a project");
    bin = Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("bom"));
    Files.copy(LAUNCHER, root.resolve("atomic"));
    for (String part : List.of("bin/find-jdk", "bin/report-progress")) {
      Files.copy(LAUNCHER.resolveSibling(part), root.resolve(part));
    }
    for (String module :
        List.of("core", "providers", "tokenizers", "testing", "storage", "performance", "cli")) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
    }
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("bom/pom.xml"), "");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", folder.toString());
    environment.put("PATH", bin + ":/usr/bin:/bin");
  }

  Path jar() {
    return root.resolve("cli/target/atomic.jar");
  }

  Path completion() {
    return root.resolve("cli/target/build-complete");
  }

  Path state() throws IOException {
    return Files.createDirectories(root.resolve("cli/target/launcher"));
  }

  /** Creates the files of a complete build, which is newer than the sources. */
  void packBuild() throws IOException {
    Files.createDirectories(root.resolve("cli/target/lib"));
    packJar(jar());
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(path -> !path.startsWith(root.resolve("cli/target"))).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      }
    }
    Files.writeString(completion(), "");
  }

  void packJar(Path jar) throws IOException {
    String name = EchoProgram.class.getName().replace('.', '/') + ".class";
    Path classFile = folder.resolve("classes").resolve(name);
    Files.createDirectories(classFile.getParent());
    try (var in = EchoProgram.class.getClassLoader().getResourceAsStream(name)) {
      Files.write(classFile, in.readAllBytes());
    }
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                System.err,
                "--create",
                "--file=" + jar,
                "--main-class=" + EchoProgram.class.getName(),
                "-C",
                folder.resolve("classes").toString(),
                ".");
    assertThat(code).isZero();
  }

  void maven(String body) throws IOException {
    script(bin.resolve("mvn"), body);
  }

  static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Returns the identity of a process that the launcher writes into a lock. */
  static String identity(Process process) throws IOException {
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    assumeTrue(Files.isReadable(stat), "needs /proc");
    String fields = Files.readString(stat);
    // The 22nd field is the start time; the second one, in parentheses, is the name.
    String start = fields.substring(fields.lastIndexOf(") ") + 2).split(" ", -1)[19];
    return process.pid() + "." + start;
  }

  ProcessResult run(String... arguments) throws Exception {
    return ProcessResult.of(start(arguments));
  }

  Process start(String... arguments) throws IOException {
    return start(root.resolve("atomic"), arguments);
  }

  Process start(Path launcher, String... arguments) throws IOException {
    var builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(launcher.toString()), Stream.of(arguments)).toList());
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }
}
