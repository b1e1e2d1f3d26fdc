package org.atomicagents.internal.cache;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.atomicagents.cache.CacheKey;
import org.jspecify.annotations.Nullable;

/**
 * The files of a cache in a folder that several processes share.
 *
 * <p>Streams and no channels: an interrupt closes a channel, and the value would be lost.
 * Thread-safe.
 */
public final class CacheFolder {
  private static final String TEMPORARY = ".tmp-";
  private static final int FAN_OUT_DIGITS = 3;
  private static final Duration MAX_WRITE = Duration.ofDays(1);

  private final Path root;
  // The subfolders whose entries in the folder are durable; at most 4,096.
  private final Set<Path> durable = ConcurrentHashMap.newKeySet();

  /** Creates the cache of an existing folder. */
  public CacheFolder(Path root) {
    this.root = root;
  }

  /** Returns the folder. */
  public Path root() {
    return root;
  }

  /** Returns the file of a key: a hash of the tenant and the hash, which may be any texts. */
  public Path fileOf(CacheKey key) {
    String name =
        HexFormat.of().formatHex(new KeyDigest().add(key.tenant()).add(key.hash()).finish());
    return root.resolve(name.substring(0, FAN_OUT_DIGITS)).resolve(name);
  }

  /**
   * Returns the bytes of a file; null if it does not exist.
   *
   * @throws IllegalArgumentException if it is larger than the maximum
   * @throws IOException if it cannot be read
   */
  public byte @Nullable [] read(Path file, long maxSize) throws IOException {
    try {
      return readOnce(file, maxSize);
    } catch (IOException e) {
      // A network file system reports a file that was replaced while it was read as stale.
      return readOnce(file, maxSize);
    }
  }

  private static byte @Nullable [] readOnce(Path file, long maxSize) throws IOException {
    try (var in = new FileInputStream(file.toFile())) {
      byte[] bytes = in.readNBytes((int) Math.min(maxSize + 1, Integer.MAX_VALUE - 8));
      if (bytes.length > maxSize) {
        throw new IllegalArgumentException(
            "expected at most %d bytes, found more".formatted(maxSize));
      }
      return bytes;
    } catch (FileNotFoundException e) {
      // Also thrown if permission is denied.
      if (Files.exists(file)) {
        throw e;
      }
      return null;
    }
  }

  /**
   * Replaces a file atomically and durably.
   *
   * @throws IOException if it cannot be written; a former file is unchanged then
   */
  public void write(Path file, byte[] bytes) throws IOException {
    Path parent = file.resolveSibling("");
    if (!Files.isDirectory(parent)) {
      durable.remove(parent);
      Files.createDirectories(parent);
    }
    Path draft = parent.resolve(TEMPORARY + UUID.randomUUID());
    try {
      try (var out = new FileOutputStream(draft.toFile())) {
        out.write(bytes);
        out.getFD().sync();
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException | Error e) {
      deleteQuietly(draft);
      throw e;
    }
    sync(parent);
    // Another process may have created the subfolder a moment ago.
    if (!durable.contains(parent)) {
      sync(root);
      durable.add(parent);
    }
  }

  /** Forces the entries of a folder to the disk, also if the thread is interrupted. */
  private static void sync(Path folder) {
    boolean wasInterrupted = false;
    try {
      while (true) {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
          entries.force(true);
          return;
        } catch (ClosedByInterruptException e) {
          wasInterrupted |= Thread.interrupted();
        } catch (IOException e) {
          return; // Some systems cannot open or force a folder; their renames are durable or not.
        }
      }
    } finally {
      if (wasInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Deletes the values that have expired, and temporary files of more than a day.
   *
   * @throws IOException if a folder cannot be listed
   */
  public void removeExpired(long nowMillis) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
      for (Path folder : folders) {
        removeExpired(folder, nowMillis);
      }
    }
  }

  private static void removeExpired(Path folder, long nowMillis) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        boolean isDraft = String.valueOf(file.getFileName()).startsWith(TEMPORARY);
        if (isDraft ? isAbandoned(file, nowMillis) : isExpired(file, nowMillis)) {
          remove(file, isDraft, nowMillis);
        }
      }
    } catch (NotDirectoryException e) {
      // A file of the user beside the folders.
    }
  }

  /**
   * Deletes a value after it was renamed: otherwise, a value that another process stores between
   * the check and the deletion would be lost.
   */
  private static void remove(Path file, boolean isDraft, long nowMillis) {
    try {
      if (isDraft) {
        Files.deleteIfExists(file);
        return;
      }
      Path removed = file.resolveSibling(TEMPORARY + UUID.randomUUID());
      Files.move(file, removed, StandardCopyOption.ATOMIC_MOVE);
      if (!isExpired(removed, nowMillis) && !Files.exists(file)) {
        Files.move(removed, file, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(removed);
    } catch (IOException e) {
      // Another process has deleted it, or the next call does.
    }
  }

  private static boolean isAbandoned(Path draft, long nowMillis) {
    try {
      FileTime written = Files.getLastModifiedTime(draft);
      return nowMillis - written.toMillis() > MAX_WRITE.toMillis();
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isExpired(Path file, long nowMillis) {
    try (var in = new FileInputStream(file.toFile())) {
      return FolderEntry.expiryMillis(in.readNBytes(FolderEntry.HEADER_SIZE)) <= nowMillis;
    } catch (IllegalArgumentException | IOException e) {
      return false; // a foreign file, or one that was deleted
    }
  }

  private static void deleteQuietly(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // A later removal deletes it.
    }
  }
}
