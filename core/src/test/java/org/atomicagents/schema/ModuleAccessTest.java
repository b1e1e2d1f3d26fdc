package org.atomicagents.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's module, compiled and run in a separate process with core on the module path. */
class ModuleAccessTest {
  private static final String PROGRAM =
      """
      package acme;
      import jakarta.validation.constraints.Size;
      import org.atomicagents.schema.*;
      public class App {
        @Description("A private record")
        private record Priv(@Size(max = 2) String text) {}
        public static void main(String[] args) {
          try {
            Schema<Priv> schema = Schema.of(Priv.class);
            System.out.println(schema.read("{\\"text\\":\\"ab\\"}").value());
            System.out.println(schema.read("{\\"text\\":\\"abc\\"}").violations());
          } catch (org.atomicagents.error.AgentException e) {
            System.out.println(e.getMessage());
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void namesTheMissingOpensDirective() throws Exception {
    assertThat(run("module acme { requires org.atomicagents.core; }"))
        .isEqualTo(
            "Module acme does not open acme.App$Priv to Atomic Agents: add 'opens acme to"
                + " org.atomicagents.core;' to its module-info.java\n");
  }

  @Test
  void needsOnlyTheOpensDirective() throws Exception {
    assertThat(
            run(
                "module acme { requires org.atomicagents.core; opens acme to org.atomicagents.core;"
                    + " }"))
        .isEqualTo("Priv[text=ab]\n[$.text: expected at most 2 characters, found \"abc\"]\n");
  }

  private String run(String moduleInfo) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("src/acme"));
    Path classes = folder.resolve("classes");
    Path descriptor = Files.writeString(folder.resolve("src/module-info.java"), moduleInfo);
    Path program = Files.writeString(sources.resolve("App.java"), PROGRAM);
    String path = modulePath();
    assertThat(
            output(
                "javac",
                "-proc:none",
                "--module-path",
                path,
                "-d",
                classes.toString(),
                descriptor.toString(),
                program.toString()))
        .isEmpty();
    return output(
        "java", "--module-path", path + File.pathSeparator + classes, "--module", "acme/acme.App");
  }

  private static String output(String tool, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.replace("\r\n", "\n");
  }

  // The tests may run on the module path or the class path; the location of core is known in both.
  private static String modulePath() throws URISyntaxException {
    Path core = Path.of(Schema.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String everything =
        System.getProperty("jdk.module.path", "")
            + File.pathSeparator
            + System.getProperty("java.class.path");
    return Stream.concat(
            Stream.of(core.toString()),
            Stream.of(everything.split(File.pathSeparator)).filter(ModuleAccessTest::isNeeded))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isNeeded(String path) {
    String name = new File(path).getName();
    return Stream.of(
            "jackson-",
            "jakarta.validation",
            "hibernate-validator",
            "jboss-logging",
            "classmate",
            "slf4j-api",
            "jspecify")
        .anyMatch(name::startsWith);
  }
}
