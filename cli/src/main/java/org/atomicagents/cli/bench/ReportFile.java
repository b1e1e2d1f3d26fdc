package org.atomicagents.cli.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;

/**
 * A file of a report. It replaces an earlier report, but no other file unless that is permitted.
 *
 * @param option the option that names the file
 * @param mark a text near the beginning of all reports of this format
 * @param mayOverwrite whether any file may be replaced
 */
record ReportFile(String option, Path path, String mark, boolean mayOverwrite) {
  private static final int MARK_WITHIN = 1_000;

  /**
   * Checks the file before the first run.
   *
   * @throws CommandException if it cannot be written, or is another file than a report
   */
  void check() {
    try {
      if (Files.isDirectory(path)) {
        throw unwritable("it is a directory. Name a file.");
      }
      if (Files.isRegularFile(path) && Files.size(path) > 0 && !mayOverwrite && !isReport()) {
        throw new CommandException(
            ExitCode.USAGE,
            "%s: %s exists and is no report of this command. Pass --overwrite to replace it, or name another file."
                .formatted(option, path));
      }
      if (Files.exists(path)) {
        if (!Files.isWritable(path)) {
          throw unwritable("permission denied. Permit this user to write it, or name another.");
        }
      } else {
        Files.delete(Files.createFile(path));
      }
    } catch (NoSuchFileException e) {
      throw unwritable("the folder does not exist. Create it, or name another file.");
    } catch (AccessDeniedException e) {
      throw unwritable("permission denied. Permit this user to write to the folder.");
    } catch (IOException e) {
      throw unwritable(e.getMessage() + ". Check its disk, or name another file.");
    }
  }

  private boolean isReport() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return new String(in.readNBytes(MARK_WITHIN), StandardCharsets.UTF_8).contains(mark);
    }
  }

  /**
   * Writes the file as a whole: after a failure, an earlier report is unchanged.
   *
   * @throws CommandException if it cannot be written
   */
  void write(String text) {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        Files.writeString(path, text);
        return;
      }
      String name = "." + path.getFileName() + "." + ProcessHandle.current().pid();
      Path temporary = path.toAbsolutePath().resolveSibling(name);
      try {
        Files.writeString(temporary, text);
        Files.move(temporary, path.toAbsolutePath(), StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw unwritable(e.getMessage() + ". Check its disk, or name another file.");
    }
  }

  private CommandException unwritable(String problem) {
    return new CommandException(
        ExitCode.USAGE, "%s: cannot write to %s: %s".formatted(option, path, problem));
  }
}
