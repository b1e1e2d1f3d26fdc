package org.atomicagents.internal.storage;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right of one process to open a log, or another file, once.
 *
 * <p>A lock of the log itself would end when a reader of the log closes it: that is how locks of
 * POSIX work. So another file is locked, which nothing else opens; it remains afterwards.
 */
public final class LogLock implements AutoCloseable {
  // For the same reason, a second attempt in this process must not even open the locked file.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private LogLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Returns the lock of a log, which is held until it is closed.
   *
   * @param log the path of the log without symbolic links
   * @throws LogInUseException if it is locked
   */
  public static LogLock acquire(Path log) throws IOException {
    Path file = fileOf(log);
    if (!HELD.add(file)) {
      throw new LogInUseException("the file is open already in this process");
    }
    boolean isLocked = false;
    try {
      var lock = new LogLock(file, open(file));
      isLocked = true;
      return lock;
    } finally {
      if (!isLocked) {
        HELD.remove(file);
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, CREATE, WRITE);
    boolean isLocked = false;
    try {
      isLocked = channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      throw new LogInUseException("the file is open already in this process");
    } finally {
      if (!isLocked) {
        channel.close();
      }
    }
    if (!isLocked) {
      throw new LogInUseException("the file is open in another process");
    }
    return channel;
  }

  private static Path fileOf(Path log) {
    return log.resolveSibling(log.getFileName() + ".lock");
  }

  /** Deletes the file of the lock of a temporary log. */
  static void delete(Path log) throws IOException {
    Files.deleteIfExists(fileOf(log));
  }

  /** Releases the lock. Idempotent. */
  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
