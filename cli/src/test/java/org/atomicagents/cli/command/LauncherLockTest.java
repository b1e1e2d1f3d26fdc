package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.cli.ProcessResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the lock of the launcher script, which lets one build run at a time. */
class LauncherLockTest {
  @TempDir private Path folder;
  private LauncherProject project;

  @BeforeEach
  void makeProject() throws IOException {
    project = new LauncherProject(folder);
  }

  @Test
  void concurrentFirstStartsBuildOnce() throws Exception {
    Path ready = Files.createDirectories(folder.resolve("ready")).resolve("atomic.jar");
    project.packBuild();
    Files.move(project.jar(), ready);
    Files.delete(project.completion());
    project.maven(
        "echo called >> '%s/calls'; mkdir -p '%s'; cp '%s' '%s'; touch '%s'"
            .formatted(
                folder,
                project.root.resolve("cli/target/lib"),
                ready,
                project.jar(),
                project.completion()));

    Process first = project.start();
    Process second = project.start();

    assertThat(ProcessResult.of(first).out()).startsWith("[] by ");
    assertThat(ProcessResult.of(second).out()).startsWith("[] by ");
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(1);
  }

  @Test
  void ignoresTheLockOfATerminatedProcess() throws Exception {
    project.packBuild();
    Path state = project.state();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(state.resolve("lock"), Path.of(Long.toString(gone.pid())));

    assertThat(project.run().out()).startsWith("[] by ");
  }

  @Test
  void ignoresTheLockOfATerminatedProcessWhoseIdIsInUse() throws Exception {
    project.packBuild();
    Process other = new ProcessBuilder("cat").start();
    Path lock = project.state().resolve("lock");
    Files.createSymbolicLink(lock, Path.of(other.pid() + ".1"));

    ProcessResult ended = project.run();

    other.destroy();
    assertThat(ended.out()).startsWith("[] by ");
    assertThat(ended.err()).doesNotContain("waiting");
    assertThat(lock).doesNotExist();
  }

  @Test
  void ignoresALockWithoutAStartTime() throws Exception {
    project.packBuild();
    Process other = new ProcessBuilder("cat").start();
    Files.createSymbolicLink(project.state().resolve("lock"), Path.of(Long.toString(other.pid())));

    ProcessResult ended = project.run();

    other.destroy();
    assertThat(ended.out()).startsWith("[] by ");
  }

  @Test
  void waitsForTheMavenOfATerminatedLauncher() throws Exception {
    project.packBuild();
    Process maven = new ProcessBuilder("cat").start();
    Files.createSymbolicLink(
        project.state().resolve("maven"), Path.of(LauncherProject.identity(maven)));

    Process waiting = project.start();

    assertThat(waiting.errorReader(StandardCharsets.UTF_8).readLine())
        .isEqualTo(
            "atomic: the build of a terminated atomic (Maven, process %d) is running; waiting for"
                + " it",
            maven.pid());
    maven.destroy();
    assertThat(ProcessResult.of(waiting).out()).startsWith("[] by ");
  }

  @Test
  void restoresALockThatAnotherProcessAcquired() throws Exception {
    project.packBuild();
    Path lock = project.state().resolve("lock");
    Process other = new ProcessBuilder("cat").start();
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.createSymbolicLink(lock, Path.of(Long.toString(gone.pid())));
    // The other process finds the same stale lock and is faster.
    LauncherProject.script(
        project.bin.resolve("mv"),
        """
        if mkdir '%s/first' 2> /dev/null; then
          rm '%s'
          ln -s '%s' '%s'
        fi
        exec /bin/mv "$@"\
        """
            .formatted(folder, lock, LauncherProject.identity(other), lock));

    Process waiting = project.start();

    assertThat(waiting.errorReader(StandardCharsets.UTF_8).readLine())
        .isEqualTo("atomic: another atomic (process %d) is building; waiting for it", other.pid());
    assertThat(Files.readSymbolicLink(lock)).hasToString(LauncherProject.identity(other));
    other.destroy();
    other.waitFor();
    assertThat(ProcessResult.of(waiting).out()).startsWith("[] by ");
    assertThat(lock).doesNotExist();
  }

  @Test
  void reportsALockThatCannotBeCreated() throws Exception {
    Path state = project.state();
    Path lock = Files.createFile(state.resolve("lock"));
    String message =
        "atomic: cannot create the link %s; remove the existing file, or check whether the disk is full\n"
            .formatted(lock);

    ProcessResult unbuilt = project.run();
    project.packBuild();
    ProcessResult built = project.run();

    assertThat(unbuilt).isEqualTo(new ProcessResult(1, "", message));
    assertThat(built.out()).startsWith("[] by ");
    assertThat(built.err()).isEqualTo(message);
  }
}
