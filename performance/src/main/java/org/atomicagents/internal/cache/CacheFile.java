package org.atomicagents.internal.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.internal.storage.RecordBatch;
import org.atomicagents.internal.storage.RecordLog;
import org.jspecify.annotations.Nullable;

/**
 * A log of cached values, with the positions of the latest ones in memory.
 *
 * <p>Thread-safe; one writer appends to the log.
 */
public final class CacheFile {
  private static final int KIND = 0x43414348;
  private static final long MIN_WASTE = 1 << 20;
  private static final long MIN_CHANGES = 256;

  private final ConcurrentHashMap<CacheKey, Location> locations = new ConcurrentHashMap<>();
  private final AtomicLong total = new AtomicLong();
  private final AtomicLong used = new AtomicLong();
  private final AtomicLong changesUntilScan = new AtomicLong(MIN_CHANGES);
  private final RecordLog log;
  // The size from which on a rewrite is worth a further attempt.
  private volatile long minRewriteSize = MIN_WASTE;

  private record Location(long position, long expiryMillis, long size) {}

  private CacheFile(Path path) throws IOException {
    this.log = RecordLog.open(path, KIND, this::replay);
  }

  /**
   * Returns the opened file, which is created if it does not exist. If removed, replaced and
   * expired values take more space than the others, the file is rewritten without them.
   *
   * @param nowMillis the current time, in milliseconds since 1970
   * @throws IOException if the file cannot be opened or is damaged
   */
  public static CacheFile open(Path path, long nowMillis) throws IOException {
    var opened = new CacheFile(path);
    opened.removeExpired(nowMillis);
    if (!opened.isWasteful()) {
      return opened;
    }
    try {
      opened.copyTo(opened.log.path());
    } catch (IOException e) {
      // The copy needs space that a full disk does not have; the file is valid without it.
      long size = opened.total.get();
      opened.minRewriteSize = size + size / 2;
      return opened;
    } catch (RuntimeException | Error e) {
      opened.log.close();
      throw e;
    }
    opened.log.close();
    return new CacheFile(path);
  }

  private void replay(long position, byte[] body) {
    publish(StoredValue.decode(body), position, RecordLog.sizeOf(body));
  }

  /** Makes an appended record visible. */
  void publish(StoredValue stored, long position, long size) {
    total.addAndGet(size);
    if (stored.expiryMillis() == 0) {
      forget(locations.remove(stored.key()));
    } else {
      used.addAndGet(size);
      forget(locations.put(stored.key(), new Location(position, stored.expiryMillis(), size)));
    }
  }

  private void forget(@Nullable Location replaced) {
    if (replaced != null) {
      used.addAndGet(-replaced.size());
    }
  }

  /**
   * Returns whether most of the file is not used any more. After a rewrite that failed, such as on
   * a full disk, false until the file has grown by half.
   */
  public boolean isWasteful() {
    return total.get() > minRewriteSize && used.get() < total.get() / 2;
  }

  private void copyTo(Path path) throws IOException {
    Path copy = path.resolveSibling(path.getFileName() + ".copy");
    Files.deleteIfExists(copy);
    try {
      fill(copy);
      RecordLog.moveDurably(copy, path);
    } finally {
      RecordLog.deleteLock(copy);
      Files.deleteIfExists(copy); // incomplete, if it still exists
    }
  }

  private void fill(Path copy) throws IOException {
    try (RecordLog target = RecordLog.open(copy, KIND, (position, body) -> {})) {
      var batch = new RecordBatch(target);
      for (Location location : locations.values()) {
        batch.add(log.read(location.position()));
      }
      batch.flush();
    }
  }

  /**
   * Returns a value; null if there is none, or if it has expired.
   *
   * @throws IOException if the file cannot be read, or its record is damaged
   */
  public byte @Nullable [] read(CacheKey key, long nowMillis) throws IOException {
    Location location = locations.get(key);
    if (location == null || location.expiryMillis() <= nowMillis) {
      return null;
    }
    StoredValue stored = StoredValue.decode(log.read(location.position()));
    return stored.key().equals(key) ? stored.value() : null;
  }

  /** Removes the expired values from memory; they leave the file when it is rewritten. */
  public void removeExpired(long nowMillis) {
    for (Map.Entry<CacheKey, Location> entry : locations.entrySet()) {
      Location location = entry.getValue();
      if (location.expiryMillis() <= nowMillis && locations.remove(entry.getKey(), location)) {
        forget(location);
      }
    }
  }

  /**
   * Removes the expired values from memory from time to time, so that values that are never read
   * again do not accumulate, and a change takes constant time on average.
   */
  public void countChange(long nowMillis) {
    if (changesUntilScan.decrementAndGet() == 0) {
      removeExpired(nowMillis);
      changesUntilScan.set(Math.max(MIN_CHANGES, size()));
    }
  }

  /** Returns the number of values. */
  public int size() {
    return locations.size();
  }

  /** Returns whether there is a value of a key. */
  public boolean contains(CacheKey key) {
    return locations.containsKey(key);
  }

  /** Returns the log, which one writer may append to. */
  public RecordLog log() {
    return log;
  }
}
