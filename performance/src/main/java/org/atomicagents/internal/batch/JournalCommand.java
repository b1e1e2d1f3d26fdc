package org.atomicagents.internal.batch;

import org.atomicagents.internal.storage.LogWriter;
import org.atomicagents.internal.storage.RecordLog;

/** Appends one record to a journal. Used by the thread of its writer. */
final class JournalCommand implements LogWriter.Command {
  private final JournalIndex index;
  private final JournalRecord record;
  private final boolean isForced;
  private long position;
  private long size;

  JournalCommand(JournalIndex index, JournalRecord record, boolean isForced) {
    this.index = index;
    this.record = record;
    this.isForced = isForced;
  }

  // The records of one item are appended one after another by its thread.
  @Override
  public Object subject() {
    return this;
  }

  @Override
  public boolean isForced() {
    return isForced;
  }

  @Override
  public byte[] prepare(long recordPosition) {
    byte[] body = record.encode();
    position = recordPosition;
    size = RecordLog.sizeOf(body);
    return body;
  }

  @Override
  public void publish() {
    index.add(record, position, size);
  }
}
