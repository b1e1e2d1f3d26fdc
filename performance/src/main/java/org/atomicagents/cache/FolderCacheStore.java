package org.atomicagents.cache;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.cache.CacheFolder;
import org.atomicagents.internal.cache.FolderEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in a folder that processes of several machines share, such as a network file system.
 *
 * {@snippet class="org.atomicagents.cache.CacheSnippets" region="folder"}
 *
 * <p>Each value is a file of its own in one of 4,096 subfolders, so that processes need no lock and
 * no server. A value is written to a temporary file, forced to the disk and then renamed: a reader
 * sees a whole value or none, also while it is replaced. When {@link #put} returns, the value
 * survives a kill of the process and a loss of power, as far as the file system honors {@code
 * fsync}. Processes of other machines see it when their file system does: with NFS (close-to-open
 * consistency), within the time for which a client caches that a file is absent, at most a minute
 * by default.
 *
 * <p>Each file contains its key, so that a value of another key or tenant is never returned, and a
 * checksum. A damaged, truncated or foreign file counts as absent, is logged as a warning, and is
 * replaced by the next value of its key. The clocks of the machines decide about expiry; keep them
 * synchronized.
 *
 * <p>{@link #removeExpired} reads the header of every file, and deletes expired values and the
 * temporary files that killed processes left more than a day ago. No other operation deletes files:
 * call it now and then, from one process. An interrupt does not stop an operation, because a value
 * that was paid for would be lost; the flag is kept.
 *
 * <p>Thread-safe, and safe for any number of processes. Nothing is held open, so that the store is
 * not closed.
 */
public final class FolderCacheStore implements CacheStore {
  /** The default maximum size of a value: 16 MiB. */
  public static final int DEFAULT_MAX_VALUE_BYTES = 16 << 20;

  private static final Logger log = LoggerFactory.getLogger(FolderCacheStore.class);

  private final CacheFolder folder;
  private final int maxValueBytes;

  private FolderCacheStore(CacheFolder folder, int maxValueBytes) {
    this.folder = folder;
    this.maxValueBytes = maxValueBytes;
  }

  /**
   * Returns the store of a folder, which is created if it does not exist, like its parents.
   *
   * @throws StoreException if the folder cannot be created or written
   */
  public static FolderCacheStore open(Path path) {
    Path absolute = Objects.requireNonNull(path, "path").toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
    } catch (FileAlreadyExistsException e) {
      throw failure("open", absolute, new IOException("it is a file", e));
    } catch (IOException e) {
      throw failure("open", absolute, e);
    }
    if (!Files.isWritable(absolute)) {
      throw failure("open", absolute, new IOException("permission denied"));
    }
    return new FolderCacheStore(new CacheFolder(absolute), DEFAULT_MAX_VALUE_BYTES);
  }

  /**
   * Returns a copy with another maximum size of a value, which bounds the memory of a read. Larger
   * files count as absent, and larger values are rejected.
   *
   * @throws IllegalArgumentException if the maximum is less than 1
   */
  public FolderCacheStore withMaxValueBytes(int newMaxValueBytes) {
    if (newMaxValueBytes < 1) {
      throw new IllegalArgumentException(
          "maxValueBytes: expected 1 or more, found " + newMaxValueBytes);
    }
    return new FolderCacheStore(folder, newMaxValueBytes);
  }

  /** Returns the absolute path of the folder. */
  public Path path() {
    return folder.root();
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreException if the file exists but cannot be read
   */
  @Override
  public byte @Nullable [] get(CacheKey key, Instant now) {
    Path file = folder.fileOf(key);
    try {
      byte[] bytes = folder.read(file, FolderEntry.maxSize(key, maxValueBytes));
      FolderEntry entry = bytes == null ? null : FolderEntry.decode(bytes);
      if (entry == null || !entry.key().equals(key)) {
        return null;
      }
      return entry.expiryMillis() > now.toEpochMilli() ? entry.value() : null;
    } catch (IllegalArgumentException e) {
      log.warn("Ignored the file {} of a cache: {}.", file, e.getMessage());
      return null;
    } catch (IOException e) {
      throw failure("read " + file.getFileName() + " of", folder.root(), e);
    }
  }

  /**
   * Stores a value durably; replaces an earlier one.
   *
   * @throws StoreException if the file cannot be written; an earlier value is unchanged then
   * @throws IllegalArgumentException if the value is larger than the maximum
   */
  @Override
  public void put(CacheKey key, byte[] value, Instant expiry) {
    if (value.length > maxValueBytes) {
      throw new IllegalArgumentException(
          "FolderCacheStore %s: expected a value of at most %d bytes, found %d. Raise it with withMaxValueBytes."
              .formatted(folder.root(), maxValueBytes, value.length));
    }
    try {
      folder.write(folder.fileOf(key), new FolderEntry(key, expiry.toEpochMilli(), value).encode());
    } catch (IOException e) {
      throw failure("write to", folder.root(), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreException if the file cannot be deleted
   */
  @Override
  public void remove(CacheKey key) {
    try {
      Files.deleteIfExists(folder.fileOf(key));
    } catch (IOException e) {
      throw failure("delete from", folder.root(), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws StoreException if the folder cannot be read; files that other processes delete at the
   *     same time are no failure
   */
  @Override
  public void removeExpired(Instant now) {
    try {
      folder.removeExpired(now.toEpochMilli());
    } catch (IOException e) {
      throw failure("clean", folder.root(), e);
    }
  }

  private static StoreException failure(String operation, Path folder, IOException cause) {
    return StoreException.of(
        "Cannot %s the cache folder %s: %s.\nCheck that it is mounted, has space, and that this user may write to it."
            .formatted(operation, folder, cause),
        cause);
  }
}
