package org.atomicagents.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The exit code and the output of a process. */
public record ProcessResult(int code, String out, String err) {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final Duration LONGEST_DUMP = Duration.ofSeconds(20);

  /** Waits for the end of a process; fails with a thread dump on a timeout. */
  public static ProcessResult of(Process process) throws Exception {
    CompletableFuture<String> hanging =
        process
            .onExit()
            .orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS)
            .handleAsync((ended, late) -> late == null ? "" : threads(process));
    var err = new StringBuilder();
    // A platform thread: reading a pipe would pin a carrier thread that a test server may need.
    Thread reader =
        Thread.ofPlatform()
            .start(() ->
                process
                    .errorReader(StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> err.append(line).append('\n')));
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    reader.join();
    assertThat(hanging.get()).as("threads of a command that hung").isEmpty();
    return new ProcessResult(process.waitFor(), out, err.toString());
  }

  /** Returns a thread dump of a process and ends it. */
  private static String threads(Process process) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    try {
      Path dump = Files.createTempDirectory("atomic-agents").resolve("threads.txt");
      Process dumping =
          new ProcessBuilder(
                  jcmd, Long.toString(process.pid()), "Thread.dump_to_file", dump.toString())
              .start();
      if (!dumping.waitFor(LONGEST_DUMP.toSeconds(), TimeUnit.SECONDS)) {
        dumping.destroyForcibly();
        return "no dump: jcmd hung too";
      }
      return Files.readString(dump);
    } catch (IOException | InterruptedException e) {
      return "no dump: " + e;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
