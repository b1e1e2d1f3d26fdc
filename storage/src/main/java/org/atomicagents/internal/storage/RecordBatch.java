package org.atomicagents.internal.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that are collected and appended together, since each append waits for the disk.
 *
 * <p>Not thread-safe.
 */
public final class RecordBatch {
  private static final long MAX_BYTES = 1 << 20;

  private final RecordLog log;
  private final List<byte[]> bodies = new ArrayList<>();
  private long size;

  /** Creates an empty batch of records for a log. */
  public RecordBatch(RecordLog log) {
    this.log = log;
  }

  /** Adds a record; appends the collected ones if they are large. */
  public void add(byte[] body) throws IOException {
    bodies.add(body);
    size += RecordLog.sizeOf(body);
    if (size >= MAX_BYTES) {
      flush();
    }
  }

  /** Appends the collected records. */
  public void flush() throws IOException {
    log.append(List.copyOf(bodies));
    bodies.clear();
    size = 0;
  }
}
