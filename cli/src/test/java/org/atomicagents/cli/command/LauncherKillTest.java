package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.atomicagents.cli.ProcessResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a start after a killed build rebuilds. The Maven of the project writes a build in
 * steps, and blocks before the step whose number is in the file {@code block}.
 */
@Timeout(600)
@SuppressWarnings("InlineFormatString") // the script reads better apart from its use
class LauncherKillTest {
  private static final String STEPS =
      """
      step() {
        echo "$1" >> '%1$s/steps'
        if [ "$1" = "$(cat '%1$s/block' 2> /dev/null)" ]; then
          echo "[INFO] Building step [$1/8]"
          read -r < '%1$s/pipe'
        fi
        sleep "$(cat '%1$s/pause' 2> /dev/null || echo 0)"
      }
      cd '%2$s'
      # An incremental build skips a class that exists.
      step 1
      mkdir -p core/target/classes
      [ -e core/target/classes/A ] || { : > core/target/classes/A; step 2; echo whole > core/target/classes/A; }
      step 3
      mkdir -p cli/target
      : > cli/target/atomic.jar
      step 4
      cp '%1$s/ready.jar' cli/target/atomic.jar
      step 5
      mkdir -p cli/target/lib
      cp core/target/classes/A cli/target/lib/core.jar
      step 6
      echo whole > cli/target/lib/other.jar
      step 7
      [ ! -e '%1$s/fail' ] || exit 1
      touch cli/target/build-complete
      step 8\
      """;

  @TempDir private Path folder;
  private LauncherProject project;

  @BeforeEach
  void makeProject() throws Exception {
    project = new LauncherProject(folder);
    project.packJar(folder.resolve("ready.jar"));
    project.maven(STEPS.formatted(folder, project.root));
    assertThat(new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor())
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void rebuildsIfTheBuildWasKilledAtAnyStep(int step) throws Exception {
    Process killed = startUntil(step);
    killed.descendants().forEach(ProcessHandle::destroyForcibly);
    killed.destroyForcibly().waitFor();
    Files.delete(folder.resolve("block"));

    assertStartsWithAWholeBuild();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 6, 8})
  void waitsForTheMavenOfAKilledLauncherAndRebuilds(int step) throws Exception {
    Process killed = startUntil(step);
    var maven = killed.descendants().toList();
    killed.destroyForcibly().waitFor();
    Files.delete(folder.resolve("block"));

    Process next = project.start();
    try (BufferedReader messages = next.errorReader(StandardCharsets.UTF_8)) {
      assertThat(messages.readLine()).contains("Maven, process ", "waiting for it");
      maven.forEach(ProcessHandle::destroyForcibly);
      assertThat(messages.lines()).anyMatch(line -> line.contains("built in"));
    }

    assertStartsWithAWholeBuild();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5, 8})
  void rebuildsAfterATermination(int step) throws Exception {
    Process interrupted = startUntil(step);
    // A terminal sends a signal to all processes of the group, some of which end others.
    interrupted.descendants().forEach(ProcessHandle::destroy);
    interrupted.destroy();
    interrupted.waitFor();
    Files.delete(folder.resolve("block"));

    assertThat(project.state().resolve("lock")).doesNotExist();
    assertStartsWithAWholeBuild();
  }

  @Test
  void rebuildsIfTheLastStepFailed() throws Exception {
    Files.writeString(folder.resolve("fail"), "");
    ProcessResult failed = project.run();
    Files.delete(folder.resolve("fail"));

    assertThat(failed.code()).isEqualTo(1);
    assertStartsWithAWholeBuild();
  }

  @Test
  void rebuildsIfALibraryIsMissingOrNewer() throws Exception {
    assertStartsWithAWholeBuild();
    Files.delete(project.root.resolve("cli/target/lib/other.jar"));
    assertStartsWithAWholeBuild();
    Files.writeString(project.root.resolve("cli/target/lib/other.jar"), "wh");
    assertStartsWithAWholeBuild();
  }

  /**
   * Kills the launcher, with or without its Maven, after random times; a seed repeats the choices.
   */
  @Test
  @Tag("soak")
  void rebuildsAfterKillsAtRandomMoments() throws Exception {
    long seed = Long.getLong("atomic.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    Files.writeString(folder.resolve("pause"), "0.02");
    int builds = 0;
    for (int round = 0; round < 150; round++) {
      Process process = project.start();
      if (!process.waitFor(random.nextInt(600), TimeUnit.MILLISECONDS)) {
        boolean withMaven = random.nextBoolean();
        var children = process.descendants().toList();
        process.destroyForcibly().waitFor();
        if (withMaven) {
          children.forEach(ProcessHandle::destroyForcibly);
        }
      }
      if (random.nextInt(3) == 0) {
        assertStartsWithAWholeBuild();
        builds++;
        if (random.nextBoolean()) {
          Files.writeString(project.root.resolve("core/src/main/java/New" + round), "");
        } else {
          Files.delete(project.jar());
        }
      }
    }
    assertThat(builds).isPositive();
  }

  private void assertStartsWithAWholeBuild() throws Exception {
    ProcessResult ended = project.run("one");

    assertThat(ended.out()).as(ended.err()).startsWith("[one] by ");
    Path lib = project.root.resolve("cli/target/lib");
    assertThat(lib.resolve("core.jar")).hasContent("whole");
    assertThat(lib.resolve("other.jar")).hasContent("whole");
    Files.deleteIfExists(folder.resolve("steps"));
    assertThat(project.run().out()).startsWith("[] by ");
    assertThat(folder.resolve("steps")).as("a second build").doesNotExist();
  }

  /** Starts the launcher and returns it when its Maven blocks before a step. */
  private Process startUntil(int step) throws IOException {
    Files.writeString(folder.resolve("block"), Integer.toString(step));
    Process process = project.start();
    BufferedReader messages = process.errorReader(StandardCharsets.UTF_8);
    String line = messages.readLine();
    while (!line.contains("[" + step + "/8]")) {
      line = messages.readLine();
    }
    return process;
  }
}
