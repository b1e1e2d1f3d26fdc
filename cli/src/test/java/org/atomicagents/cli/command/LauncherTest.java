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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.atomicagents.cli.ProcessResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the launcher script in a generated project, whose jar prints its arguments and whose Maven
 * is a script.
 */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "atomic").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path root;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();

  /** The main class of the generated project. */
  public static final class EchoProgram {
    /** Prints the arguments and the Java home. */
    public static void main(String[] arguments) {
      System.out.println(List.of(arguments) + " by " + System.getProperty("java.home"));
      System.exit(arguments.length);
    }
  }

  @BeforeEach
  void makeProject() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash in /bin");
    root = folder.resolve("a project");
    bin = Files.createDirectories(folder.resolve("bin"));
    Files.createDirectories(root.resolve("bin"));
    Files.createDirectories(root.resolve("bom"));
    Files.copy(LAUNCHER, root.resolve("atomic"));
    for (String part : List.of("bin/find-jdk", "bin/report-progress")) {
      Files.copy(LAUNCHER.resolveSibling(part), root.resolve(part));
    }
    for (String module : List.of("core", "providers", "testing", "cli")) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "");
    }
    Files.writeString(root.resolve("pom.xml"), "");
    Files.writeString(root.resolve("bom/pom.xml"), "");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("HOME", folder.toString());
    environment.put("PATH", bin + ":/usr/bin:/bin");
  }

  @Test
  void startsACurrentBuildThroughALinkWithoutMaven() throws Exception {
    packJar();
    maven("echo Maven was called >&2; exit 9");
    Path link = Files.createSymbolicLink(bin.resolve("at"), Path.of("../a project/atomic"));

    ProcessResult ended = run(link.toString(), "one", "two words");

    assertThat(ended.out())
        .isEqualTo("[one, two words] by " + System.getProperty("java.home") + "\n");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("Maven was called");
    assertThat(run(link.toString()).err()).isEmpty();
  }

  @Test
  void usesANewerJdkThanJavaHome() throws Exception {
    packJar();
    Path old = Files.createDirectories(folder.resolve("old/bin")).getParent();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    script(old.resolve("bin/javac"), "exit 1");
    script(old.resolve("bin/java"), "echo the old one; exit 1");
    environment.put("JAVA_HOME", old.toString());
    Files.createSymbolicLink(
        bin.resolve("javac"), Path.of(System.getProperty("java.home"), "bin", "javac"));

    assertThat(run(root.resolve("atomic").toString()).out()).startsWith("[] by ");
    environment.remove("JAVA_HOME");
    assertThat(run(root.resolve("atomic").toString()).out()).startsWith("[] by ");
  }

  @Test
  void reportsAJavaHomeWithoutACompiler() throws Exception {
    packJar();
    Path runtime = Files.createDirectories(folder.resolve("jre/bin")).getParent();
    script(runtime.resolve("bin/java"), "echo the runtime; exit 1");
    String known = System.getProperty("java.home");
    Files.createSymbolicLink(bin.resolve("javac"), Path.of(known, "bin", "javac"));
    run(root.resolve("atomic").toString());
    environment.put("JAVA_HOME", runtime.toString());

    ProcessResult ended = run(root.resolve("atomic").toString());

    assertThat(ended.out()).startsWith("[] by ");
    assertThat(ended.err())
        .startsWith(
            "JAVA_HOME is ignored: " + runtime + " has no bin/javac (a JRE, not a JDK). Using /");
  }

  @Test
  void buildsIfASourceIsNewerAndShowsTheSteps() throws Exception {
    packJar();
    maven(
        """
        echo "$@" > "%s/called"
        echo '[INFO] Building Atomic Agents: core 0.1.0-SNAPSHOT   [3/6]'
        echo '[INFO] a flood'
        touch '%s'\
        """
            .formatted(folder, jar()));
    Files.writeString(root.resolve("core/src/main/java/New.java"), "");

    ProcessResult ended = run(root.resolve("atomic").toString());

    assertThat(ended.out()).startsWith("[] by ");
    assertThat(ended.err())
        .contains(
            "atomic: rebuilding: core/src/main/java", "  [3/6] Atomic Agents: core\n", "built in ")
        .doesNotContain("flood");
    assertThat(Files.readString(folder.resolve("called"))).contains("-pl cli -am package");
    assertThat(run(root.resolve("atomic").toString()).err()).isEmpty();
  }

  @Test
  void showsTheEndOfTheLogIfTheBuildFails() throws Exception {
    maven("echo '[INFO] a flood'; echo '[ERROR] no such symbol'; exit 3");

    ProcessResult ended = run(root.resolve("atomic").toString(), "demo");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("atomic: the build failed (exit code 3); the end of ", "[ERROR] no such symbol")
        .doesNotContain("flood");
    assertThat(root.resolve("cli/target/launcher/lock")).doesNotExist();
  }

  @Test
  void concurrentFirstStartsBuildOnce() throws Exception {
    Path ready = Files.createDirectories(folder.resolve("ready")).resolve("atomic.jar");
    packJar();
    Files.move(jar(), ready);
    maven("echo called >> '%s/calls'; cp '%s' '%s'".formatted(folder, ready, jar()));

    Process first = start(root.resolve("atomic").toString());
    Process second = start(root.resolve("atomic").toString());

    assertThat(ProcessResult.of(first).out()).startsWith("[] by ");
    assertThat(ProcessResult.of(second).out()).startsWith("[] by ");
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(1);
  }

  @Test
  void ignoresTheLockOfATerminatedProcess() throws Exception {
    packJar();
    Path state = Files.createDirectories(root.resolve("cli/target/launcher"));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(state.resolve("lock"), Path.of(Long.toString(gone.pid())));

    assertThat(run(root.resolve("atomic").toString()).out()).startsWith("[] by ");
  }

  @Test
  void restoresALockThatAnotherProcessAcquired() throws Exception {
    packJar();
    Path lock = Files.createDirectories(root.resolve("cli/target/launcher")).resolve("lock");
    Process other = new ProcessBuilder("cat").start();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(lock, Path.of(Long.toString(gone.pid())));
    // The other process finds the same stale lock and is faster.
    script(
        bin.resolve("mv"),
        """
        if mkdir '%s/first' 2> /dev/null; then
          rm '%s'
          ln -s %d '%s'
        fi
        exec /bin/mv "$@"\
        """
            .formatted(folder, lock, other.pid(), lock));

    Process waiting = start(root.resolve("atomic").toString());

    assertThat(waiting.errorReader(StandardCharsets.UTF_8).readLine())
        .isEqualTo("atomic: another atomic (process %d) is building; waiting for it", other.pid());
    assertThat(Files.readSymbolicLink(lock)).hasToString(Long.toString(other.pid()));
    other.destroy();
    other.waitFor();
    assertThat(ProcessResult.of(waiting).out()).startsWith("[] by ");
    assertThat(lock).doesNotExist();
  }

  @Test
  void reportsALockThatCannotBeCreated() throws Exception {
    Path state = Files.createDirectories(root.resolve("cli/target/launcher"));
    Path lock = Files.createFile(state.resolve("lock"));
    String message =
        "atomic: cannot create the link %s; remove the existing file, or check whether the disk is full\n"
            .formatted(lock);

    ProcessResult unbuilt = run(root.resolve("atomic").toString());
    packJar();
    ProcessResult built = run(root.resolve("atomic").toString());

    assertThat(unbuilt).isEqualTo(new ProcessResult(1, "", message));
    assertThat(built.out()).startsWith("[] by ");
    assertThat(built.err()).isEqualTo(message);
  }

  @Test
  void reportsADirectoryThatIsNotWritable() throws Exception {
    Path state = Files.createDirectories(root.resolve("cli/target/launcher"));
    assumeTrue(
        state.toFile().setWritable(false) && !Files.isWritable(state),
        "needs a user whom permissions hold back");

    ProcessResult unbuilt = run(root.resolve("atomic").toString());
    packJar();
    ProcessResult built = run(root.resolve("atomic").toString());

    assertThat(unbuilt)
        .isEqualTo(
            new ProcessResult(
                1,
                "",
                "atomic: cannot write to %s; make it writable, or build as a user who may\n"
                    .formatted(state)));
    assertThat(built.out()).startsWith("[] by ");
    assertThat(built.err()).isEmpty();
  }

  private Path jar() {
    return root.resolve("cli/target/atomic.jar");
  }

  private void packJar() throws IOException {
    Files.createDirectories(root.resolve("cli/target/lib"));
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
                "--file=" + jar(),
                "--main-class=" + EchoProgram.class.getName(),
                "-C",
                folder.resolve("classes").toString(),
                ".");
    assertThat(code).isZero();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(path -> !path.startsWith(root.resolve("cli/target"))).toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
      }
    }
  }

  private void maven(String body) throws IOException {
    script(bin.resolve("mvn"), body);
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/bash\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private ProcessResult run(String... command) throws Exception {
    return ProcessResult.of(start(command));
  }

  private Process start(String... command) throws IOException {
    var builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }
}
