package org.atomicagents.cli.spark;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.atomicagents.cli.batch.BatchFiles;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.cli.terminal.Terminal;

/**
 * The output of a job: tasks write parts into a temporary folder, which becomes the output, or is
 * merged into one file, after the last task. The parts are in the order of the lines.
 *
 * @param out the path or the URI of the output; {@code -} for standard output
 * @param parts the temporary folder, as a path or a URI
 * @param isFile whether the output is one file
 */
record JobOutput(String out, String parts, boolean isFile) {
  private static final Pattern OF_JOB = Pattern.compile("\\.?(_SUCCESS|part-.*)");

  /**
   * Returns the output of a job: a file, if the executors are in this process and the output is a
   * path; otherwise a folder.
   */
  static JobOutput of(String out, boolean isLocal) {
    boolean isFile = isLocal && !LineFile.isUri(out);
    String unique = ".parts-" + UUID.randomUUID();
    if (out.equals("-")) {
      return new JobOutput(out, System.getProperty("java.io.tmpdir") + "/atomic" + unique, isFile);
    }
    String path = out.endsWith("/") ? out.substring(0, out.length() - 1) : out;
    return new JobOutput(path, path + unique, isFile);
  }

  /**
   * Checks the output before the first request.
   *
   * @param isResumed whether the job continues an earlier one, whose output is replaced
   * @throws CommandException if it exists and may not be replaced, or cannot be written
   */
  void check(BatchFiles files, boolean isResumed) {
    files.requireOutputApart();
    if (isFile) {
      files.checkOutput(isResumed);
      return;
    }
    if (out.equals("-")) {
      throw usage(
          "--on spark: standard output is possible with a local master only. Name a folder with -o"
              + " that all executors can write.");
    }
    try {
      FileSystem system = LineFile.fileSystem(out);
      org.apache.hadoop.fs.Path folder = LineFile.hadoopPath(out);
      if (!system.exists(folder) || files.mayOverwrite()) {
        return;
      }
      if (!system.getFileStatus(folder).isDirectory() || hasContent(system, folder, isResumed)) {
        throw usage(
            "The output %s exists. Pass --overwrite to replace it, or name another folder."
                .formatted(out));
      }
    } catch (IOException e) {
      throw usage("Cannot use the output %s: %s".formatted(out, e));
    }
  }

  /** Returns whether a folder has files; if the job continues another one, files of no job. */
  private static boolean hasContent(
      FileSystem system, org.apache.hadoop.fs.Path folder, boolean isResumed) throws IOException {
    return Arrays.stream(system.listStatus(folder))
        .map(status -> status.getPath().getName())
        .anyMatch(name -> !isResumed || !OF_JOB.matcher(name).matches());
  }

  /** Returns the URI of the temporary folder, for Spark. */
  String partsUri() {
    return LineFile.hadoopPath(parts).toString();
  }

  /**
   * Makes the parts the output.
   *
   * @throws CommandException if it cannot be written; the parts remain
   */
  void complete(Terminal terminal) {
    try {
      if (isFile) {
        merge(terminal);
        deleteParts();
      } else {
        replaceFolder();
      }
    } catch (IOException | UncheckedIOException e) {
      throw usage(
          "Cannot write to %s: %s\nThe complete results are in %s.".formatted(out, e, parts));
    }
  }

  private void replaceFolder() throws IOException {
    FileSystem system = LineFile.fileSystem(out);
    org.apache.hadoop.fs.Path folder = LineFile.hadoopPath(out);
    system.delete(folder, true);
    if (!system.rename(LineFile.hadoopPath(parts), folder)) {
      throw new IOException("the folder could not be renamed");
    }
  }

  private void merge(Terminal terminal) throws IOException {
    if (out.equals("-")) {
      for (Path part : partFiles()) {
        try (Stream<String> lines = Files.lines(part, StandardCharsets.UTF_8)) {
          lines.forEach(terminal::line);
        }
      }
      return;
    }
    Path target = Path.of(out);
    boolean isReplaced = Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS);
    // A driver that is killed while it writes leaves the output as it was.
    Path written = isReplaced ? Path.of(parts, "merged") : target;
    try (OutputStream file = Files.newOutputStream(written)) {
      for (Path part : partFiles()) {
        Files.copy(part, file);
      }
    }
    if (isReplaced) {
      Files.move(written, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private List<Path> partFiles() throws IOException {
    try (Stream<Path> all = Files.list(Path.of(parts))) {
      return all.filter(path -> path.getFileName().toString().startsWith("part-"))
          .sorted()
          .toList();
    }
  }

  /** Deletes the parts of a job that failed, or was merged. */
  void deleteParts() {
    try {
      LineFile.fileSystem(parts).delete(LineFile.hadoopPath(parts), true);
    } catch (IOException e) {
      // The name of the folder shows its purpose.
    }
  }

  private static CommandException usage(String message) {
    return new CommandException(ExitCode.USAGE, message);
  }
}
