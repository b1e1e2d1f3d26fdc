package org.atomicagents.internal.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The exceptions of JSON Lines files: what failed, why, and what to do. */
public final class FileErrors {
  private static final String DIRECTORY = "it is a directory.\nName a file.";

  private FileErrors() {}

  /**
   * Returns the exception of a source that cannot be read.
   *
   * @param file the source, if it is a file
   */
  public static UncheckedIOException unreadable(
      String source, @Nullable Path file, IOException cause) {
    String problem;
    if (file != null && Files.isDirectory(file)) {
      problem = DIRECTORY;
    } else {
      problem =
          switch (cause) {
            case NoSuchFileException missing -> "the file does not exist.\nCheck its path.";
            case AccessDeniedException denied ->
                "permission denied.\nPermit this user to read it, or name another file.";
            default ->
                cause.getMessage()
                    + ".\nOutcomes before the error are valid; run the others again.";
          };
    }
    return new UncheckedIOException("Cannot read " + source + ": " + problem, cause);
  }

  /** Returns the exception of a file that cannot be opened for writing. */
  public static UncheckedIOException unwritable(Path file, IOException cause) {
    return new UncheckedIOException("Cannot write to " + file + ": " + problem(file, cause), cause);
  }

  /** Returns the exception of a target that cannot be written any more. */
  public static UncheckedIOException incomplete(String target, IOException cause) {
    return new UncheckedIOException(
        "Cannot write to %s: %s.\nThe lines before are complete. Check that its disk has free space, and that it is not closed."
            .formatted(target, cause.getMessage()),
        cause);
  }

  // The exceptions of a FileOutputStream have no types for these.
  private static String problem(Path file, IOException cause) {
    if (cause instanceof FileAlreadyExistsException) {
      return "the file exists.\nUse overwrite or append, or name another file.";
    }
    if (Files.isDirectory(file)) {
      return DIRECTORY;
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      return "the folder does not exist.\nCreate it, or name another file.";
    }
    boolean exists = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    if (cause instanceof AccessDeniedException
        || (exists ? !Files.isWritable(file) : folder != null && !Files.isWritable(folder))) {
      return "permission denied.\nPermit this user to write it, or name another file.";
    }
    return cause.getMessage() + ".\nCheck its disk, or name another file.";
  }
}
