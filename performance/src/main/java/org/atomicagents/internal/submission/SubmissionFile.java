package org.atomicagents.internal.submission;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.storage.LogInUseException;
import org.atomicagents.internal.storage.LogLock;
import org.atomicagents.internal.storage.RecordLog;
import org.jspecify.annotations.Nullable;

/**
 * The file of a reference, which one process at a time writes. It is replaced as a whole, so that a
 * crash leaves a complete reference.
 *
 * <p>For one thread.
 */
public final class SubmissionFile implements AutoCloseable {
  private final Path path;
  private final LogLock lock;

  private SubmissionFile(Path path, LogLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Returns a file, which need not exist, opened for this process.
   *
   * @throws StoreException if another submission uses it, or its folder cannot be written
   */
  public static SubmissionFile open(Path path) {
    try {
      return new SubmissionFile(path, LogLock.acquire(path.toAbsolutePath().normalize()));
    } catch (LogInUseException e) {
      throw failure("open", path, e, "Wait for the end of the other submission.");
    } catch (IOException e) {
      throw failure("open", path, e, "Check that its folder exists and can be written.");
    }
  }

  /**
   * Returns the submission in the file; null if there is no file.
   *
   * @throws StoreException if the file cannot be read, or is no reference
   */
  public @Nullable Submission read() {
    try {
      return Files.exists(path) ? SubmissionJson.read(Files.readString(path)) : null;
    } catch (IOException e) {
      throw failure("read", path, e, "Check that this user may read it.");
    } catch (IllegalArgumentException e) {
      throw StoreException.of(
          "The file %s is no reference to a submitted batch.\n%s\nName another file."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * Checks that the file has no follow-up that a submission does not know.
   *
   * @throws StoreException if it is the reference of another batch, or a later one of this batch
   */
  public void requireNoLaterThan(Submission submission) {
    Submission found = read();
    if (found == null) {
      return;
    }
    if (!found.key().equals(submission.key())) {
      throw StoreException.of(
          "The file %s refers to another batch: expected that of %s, found that of %s.\nName another file."
              .formatted(path, submission.created(), found.created()),
          null);
    }
    if (found.submittedRounds() > submission.submittedRounds()) {
      throw StoreException.of(
          "The file %s refers to %d follow-ups of the batch, expected %d: another process has submitted one.\nResume the batch with the reference in the file."
              .formatted(path, found.submittedRounds() - 1, submission.submittedRounds() - 1),
          null);
    }
  }

  /**
   * Replaces the file durably.
   *
   * @throws StoreException if it cannot be written
   */
  public void write(Submission submission) {
    Path draft = path.resolveSibling(path.getFileName() + ".draft");
    byte[] json = SubmissionJson.write(submission).getBytes(StandardCharsets.UTF_8);
    try {
      try (FileChannel channel =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        ByteBuffer buffer = ByteBuffer.wrap(json);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      RecordLog.moveDurably(draft, path);
    } catch (IOException e) {
      throw failure("write", path, e, "Check that its folder can be written and has free space.");
    }
  }

  /** Releases the file for other processes; its lock file remains. Idempotent. */
  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }

  private static StoreException failure(
      String action, Path path, IOException cause, String advice) {
    return StoreException.of(
        "Cannot %s the reference %s: %s.\n%s".formatted(action, path, cause.getMessage(), advice),
        cause);
  }
}
