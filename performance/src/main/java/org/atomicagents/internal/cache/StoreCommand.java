package org.atomicagents.internal.cache;

import java.time.Instant;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.internal.storage.LogWriter;
import org.atomicagents.internal.storage.RecordLog;

/** Appends one value, or one removal, to a cache file. Used by the thread of its writer. */
public final class StoreCommand implements LogWriter.Command {
  private final CacheFile file;
  private final StoredValue stored;
  private long position;
  private long size;

  private StoreCommand(CacheFile file, StoredValue stored) {
    this.file = file;
    this.stored = stored;
  }

  /** Returns a command that stores a value. */
  public static StoreCommand put(CacheFile file, CacheKey key, byte[] value, Instant expiry) {
    return new StoreCommand(
        file, new StoredValue(key, Math.max(1, expiry.toEpochMilli()), value.clone()));
  }

  /** Returns a command that removes a value. */
  public static StoreCommand remove(CacheFile file, CacheKey key) {
    return new StoreCommand(file, StoredValue.removed(key));
  }

  @Override
  public Object subject() {
    return stored.key();
  }

  @Override
  public byte[] prepare(long recordPosition) {
    byte[] record = stored.encode();
    position = recordPosition;
    size = RecordLog.sizeOf(record);
    return record;
  }

  @Override
  public void publish() {
    file.publish(stored, position, size);
  }
}
