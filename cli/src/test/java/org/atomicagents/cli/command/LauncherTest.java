package org.atomicagents.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import org.atomicagents.cli.ProcessResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the launcher script in a generated project. */
class LauncherTest {
  @TempDir private Path folder;
  private LauncherProject project;

  @BeforeEach
  void makeProject() throws IOException {
    project = new LauncherProject(folder);
  }

  @Test
  void startsACurrentBuildThroughALinkWithoutMaven() throws Exception {
    project.packBuild();
    project.maven("echo Maven was called >&2; exit 9");
    Path link = Files.createSymbolicLink(project.bin.resolve("at"), Path.of("../a project/atomic"));

    ProcessResult ended = ProcessResult.of(project.start(link, "one", "two words"));

    assertThat(ended.out())
        .isEqualTo("[one, two words] by " + System.getProperty("java.home") + "\n");
    assertThat(ended.code()).isEqualTo(2);
    assertThat(ended.err()).doesNotContain("Maven was called");
    assertThat(ProcessResult.of(project.start(link)).err()).isEmpty();
  }

  @Test
  void usesANewerJdkThanJavaHome() throws Exception {
    project.packBuild();
    Path old = Files.createDirectories(folder.resolve("old/bin")).getParent();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    LauncherProject.script(old.resolve("bin/javac"), "exit 1");
    LauncherProject.script(old.resolve("bin/java"), "echo the old one; exit 1");
    project.environment.put("JAVA_HOME", old.toString());
    Files.createSymbolicLink(
        project.bin.resolve("javac"), Path.of(System.getProperty("java.home"), "bin", "javac"));

    assertThat(project.run().out()).startsWith("[] by ");
    project.environment.remove("JAVA_HOME");
    assertThat(project.run().out()).startsWith("[] by ");
  }

  @Test
  void reportsAJavaHomeWithoutACompiler() throws Exception {
    project.packBuild();
    Path runtime = Files.createDirectories(folder.resolve("jre/bin")).getParent();
    LauncherProject.script(runtime.resolve("bin/java"), "echo the runtime; exit 1");
    String known = System.getProperty("java.home");
    Files.createSymbolicLink(project.bin.resolve("javac"), Path.of(known, "bin", "javac"));
    project.run();
    project.environment.put("JAVA_HOME", runtime.toString());

    ProcessResult ended = project.run();

    assertThat(ended.out()).startsWith("[] by ");
    assertThat(ended.err())
        .startsWith(
            "JAVA_HOME is ignored: " + runtime + " has no bin/javac (a JRE, not a JDK). Using /");
  }

  @Test
  void buildsIfASourceIsNewerAndShowsTheSteps() throws Exception {
    project.packBuild();
    project.maven(
        """
        echo "$@" > "%s/called"
        echo '[INFO] Building Atomic Agents: core 0.1.0-SNAPSHOT   [3/6]'
        echo '[INFO] a flood'
        touch '%s' '%s'\
        """
            .formatted(folder, project.jar(), project.completion()));
    Files.writeString(project.root.resolve("core/src/main/java/New.java"), "");

    ProcessResult ended = project.run();

    assertThat(ended.out()).startsWith("[] by ");
    assertThat(ended.err())
        .contains(
            "atomic: rebuilding: core/src/main/java", "  [3/6] Atomic Agents: core\n", "built in ")
        .doesNotContain("flood");
    assertThat(Files.readString(folder.resolve("called"))).contains("-pl cli -am package");
    assertThat(project.run().err()).isEmpty();
  }

  @Test
  void showsTheEndOfTheLogIfTheBuildFails() throws Exception {
    project.maven(
        "echo '[INFO] a flood'; printf '\\033[31m[ERROR] no such\\033]0;t\\a\\302\\233 symbol\\n';"
            + " exit 3");

    ProcessResult ended = project.run("demo");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains(
            "atomic: the build failed (exit code 3); the end of ", "[ERROR] no such]0;t symbol\n")
        .doesNotContain("flood");
    assertThat(project.root.resolve("cli/target/launcher/lock")).doesNotExist();
  }

  @Test
  void runsABatchOnSparkWithItsOwnBuild() throws Exception {
    project.packBuild();
    Path target = Files.createDirectories(project.root.resolve("cli-spark/target"));
    project.maven(
        """
        echo "$@" >> "%1$s/called"
        touch '%2$s/atomic-spark.jar' '%3$s' '%4$s'
        printf '%%s' '%5$s' > '%2$s/class-path'
        printf '%%s' '/spark.jar' > '%2$s/build-complete'\
        """
            .formatted(
                folder,
                target,
                project.jar(),
                project.completion(),
                project.folder.resolve("classes")));
    packMain();

    ProcessResult ended = project.run("batch", "a.yaml", "in.jsonl", "--on", "spark");
    ProcessResult again = project.run("batch", "a.yaml", "in.jsonl", "--on=spark");

    assertThat(ended.out())
        .isEqualTo(
            "[batch, a.yaml, in.jsonl, --on, spark] with %s/atomic-spark.jar:%s\n"
                .formatted(target, project.folder.resolve("classes")));
    assertThat(ended.err()).contains("downloads about 290 MB of libraries", "built in ");
    assertThat(again.out()).startsWith("[batch, a.yaml, in.jsonl, --on=spark] with ");
    assertThat(again.err()).isEmpty();
    assertThat(Files.readString(folder.resolve("called")))
        .isEqualTo("-B -Dstyle.color=never -Dquick -P scale-out -pl cli-spark -am package\n");
  }

  @Test
  void rejectsASparkHomeWithoutSpark4() throws Exception {
    project.packBuild();
    project.environment.put("SPARK_HOME", folder.toString());

    ProcessResult ended = project.run("batch", "a.yaml", "in.jsonl", "--on", "spark");

    assertThat(ended)
        .isEqualTo(
            new ProcessResult(
                1,
                "",
                """
                atomic: SPARK_HOME is %s: expected Spark 4 with jars/spark-core_2.13-4.*.jar, found none.
                Set SPARK_HOME to an installation of Spark 4, or unset it: then ./atomic downloads Spark once (290 MB).
                """
                    .formatted(folder)));
  }

  /** Compiles a main class with the name of that of the command, which prints its arguments. */
  private void packMain() throws IOException {
    Path source = Files.createDirectories(folder.resolve("src")).resolve("Main.java");
    Files.writeString(
        source,
        """
        package org.atomicagents.cli;

        public class Main {
          public static void main(String[] arguments) {
            System.out.println(
                java.util.List.of(arguments) + " with " + System.getProperty("atomic.spark.jars"));
          }
        }
        """);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    assertThat(
            ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, "-d", classes.toString(), source.toString()))
        .isZero();
  }

  @Test
  void reportsADirectoryThatIsNotWritable() throws Exception {
    Path state = project.state();
    assumeTrue(
        state.toFile().setWritable(false) && !Files.isWritable(state),
        "needs a user whom permissions hold back");

    ProcessResult unbuilt = project.run();
    project.packBuild();
    ProcessResult built = project.run();

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
}
