package org.atomicagents.internal.provider.batch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.error.StoreException;

/**
 * A file of requests or results, which only the user of the process can read, where the file system
 * has permissions.
 *
 * <p>Thread-safe.
 */
final class TemporaryFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;

  private TemporaryFile(Path path) {
    this.path = path;
  }

  /** Creates an empty file in the directory for temporary files. */
  static TemporaryFile create() {
    try {
      // The process id shows whether a file that was left behind is still in use.
      String prefix = "atomic-batch-" + ProcessHandle.current().pid() + "-";
      return new TemporaryFile(Files.createTempFile(prefix, ".jsonl"));
    } catch (IOException e) {
      throw StoreException.of(
          "A batch needs a temporary file, which cannot be created in %s: %s.\nSet the system property java.io.tmpdir to a directory with space."
              .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()),
          e);
    }
  }

  /** Returns a stream that replaces the content of the file. */
  OutputStream output() throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(path), BUFFER_BYTES);
  }

  InputStream input() throws IOException {
    return Files.newInputStream(path);
  }

  void copyTo(OutputStream target) throws IOException {
    Files.copy(path, target);
  }

  /** Returns the exception for a file that cannot be read or written. */
  StoreException failure(String activity, IOException cause) {
    return StoreException.of(
        "The temporary file %s cannot be %s: %s.\nCheck that its disk has space, and that no other process deletes it."
            .formatted(path, activity, cause.getMessage()),
        cause);
  }

  /** Deletes the file. Idempotent. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      // Windows keeps a file that is still open; the next restart of the system removes it.
      path.toFile().deleteOnExit();
    }
  }
}
