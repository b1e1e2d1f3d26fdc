package org.atomicagents.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.cache.CacheFile;
import org.atomicagents.internal.cache.StoreCommand;
import org.atomicagents.internal.storage.LogWriter;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A second level in one local file, without a database.
 *
 * {@snippet class="org.atomicagents.cache.CacheSnippets" region="file"}
 *
 * <p>After a crash, the file contains every value that was stored, and no part of another. Every
 * record has a checksum: damage is reported when the file is opened or the value is read. One
 * process has the file open at a time. The positions of the values are in memory, about 250 bytes
 * each.
 *
 * <p>When removed, replaced and expired values take more than half of the file, it is rewritten
 * without them; meanwhile no value is found or stored. If the file cannot be opened again, all
 * operations throw a {@link StoreException}, and a {@link #put} opens it again, at most every ten
 * seconds.
 *
 * <p>Thread-safe.
 */
public final class FileCacheStore implements CacheStore, AutoCloseable {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Path path;
  private final TimeSource time;
  private final AtomicBoolean isRewriting = new AtomicBoolean();
  private volatile @Nullable OpenFile current;
  // Why the file could not be opened again after it was closed for a rewrite.
  private volatile @Nullable Outage outage;
  private volatile boolean isClosed;

  private record OpenFile(CacheFile file, LogWriter writer) {}

  private record Outage(Exception cause, long sinceNanos) {}

  private FileCacheStore(Path path, TimeSource time) {
    this.path = path;
    this.time = time;
    this.current = openFile();
  }

  /**
   * Returns the store of a file, which is created if it does not exist; its folder has to exist.
   *
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static FileCacheStore open(Path path) {
    return open(path, TimeSource.system());
  }

  /**
   * Returns the store of a file, which is created if it does not exist; its folder has to exist.
   *
   * @param time the clock, which should be that of the cache
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static FileCacheStore open(Path path, TimeSource time) {
    return new FileCacheStore(
        Objects.requireNonNull(path, "path"), Objects.requireNonNull(time, "time"));
  }

  private OpenFile openFile() {
    try {
      CacheFile file = CacheFile.open(path, time.now().toEpochMilli());
      return new OpenFile(
          file,
          new LogWriter(
              file.log(), "atomic-cache-" + path.getFileName(), e -> failure("write", e)));
    } catch (IOException e) {
      throw failure("open", e);
    }
  }

  /** Returns the number of stored values. */
  public int size() {
    OpenFile open = current;
    return open == null ? 0 : open.file().size();
  }

  @Override
  public byte @Nullable [] get(CacheKey key, Instant now) {
    requireUsable();
    OpenFile open = current;
    try {
      return open == null ? null : open.file().read(key, now.toEpochMilli());
    } catch (IOException | IllegalArgumentException e) {
      // The file may have been rewritten since; its new positions are valid.
      if (!open.equals(current)) {
        return null;
      }
      throw failure("read", e);
    }
  }

  @Override
  public void put(CacheKey key, byte[] value, Instant expiry) {
    endOutage();
    OpenFile open = current;
    if (open != null) {
      execute(open, StoreCommand.put(open.file(), key, value, expiry));
      open.file().countChange(time.now().toEpochMilli());
      rewriteIfWasteful(open);
    }
  }

  @Override
  public void remove(CacheKey key) {
    requireUsable();
    OpenFile open = current;
    if (open != null && open.file().contains(key)) {
      execute(open, StoreCommand.remove(open.file(), key));
    }
  }

  private void execute(OpenFile open, StoreCommand command) {
    try {
      open.writer().execute(command);
    } catch (StoreException e) {
      // While the file is rewritten, its former writer is closed.
      if (open.equals(current)) {
        throw e;
      }
    }
  }

  @Override
  public void removeExpired(Instant now) {
    requireUsable();
    OpenFile open = current;
    if (open != null) {
      open.file().removeExpired(now.toEpochMilli());
      rewriteIfWasteful(open);
    }
  }

  /** Opens the file again, which rewrites it. */
  private void rewriteIfWasteful(OpenFile open) {
    if (!open.file().isWasteful() || isRewriting.getAndSet(true)) {
      return;
    }
    try {
      if (open.equals(current) && !isClosed) {
        current = null;
        reopen(open);
      }
    } finally {
      isRewriting.set(false);
    }
  }

  /** Opens the file again. */
  private void reopen(@Nullable OpenFile former) {
    try {
      if (former != null) {
        former.writer().close();
      }
      current = openFile();
      outage = null;
    } catch (RuntimeException e) {
      outage = new Outage(e, time.nanoTime());
      throw e;
    }
    closeIfClosed();
  }

  private void endOutage() {
    Outage known = outage;
    if (known != null
        && !isClosed
        && time.nanoTime() - known.sinceNanos() >= PAUSE.toNanos()
        && !isRewriting.getAndSet(true)) {
      try {
        if (known.equals(outage)) {
          reopen(null);
        }
      } finally {
        isRewriting.set(false);
      }
    }
    requireUsable();
  }

  private void requireUsable() {
    Outage known = outage;
    if (known != null && !isClosed) {
      throw failure("use", known.cause());
    }
  }

  private void closeIfClosed() {
    OpenFile open = current;
    if (isClosed && open != null) {
      current = null;
      open.writer().close();
    }
  }

  /** Closes the file; from now on no value is found or stored. Idempotent. */
  @Override
  public void close() {
    isClosed = true;
    closeIfClosed();
  }

  private StoreException failure(String operation, Exception cause) {
    return StoreException.of(
        "Cannot %s the cache file %s: %s.\nIf it is damaged, delete it: the cache fills it again."
            .formatted(operation, path, cause.getMessage()),
        cause);
  }
}
