package org.atomicagents.internal.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.atomicagents.internal.batch.JournalRecord.Completed;
import org.atomicagents.internal.storage.RecordBatch;
import org.atomicagents.internal.storage.RecordLog;
import org.jspecify.annotations.Nullable;

/** The log of a journal and its index. Thread-safe; one writer appends to the log. */
final class JournalFile {
  private static final int KIND = 0x424A524E;

  private final JournalIndex index = new JournalIndex();
  private final RecordLog log;

  private JournalFile(Path path) throws IOException {
    this.log = RecordLog.open(path, KIND, index::replay);
  }

  /**
   * Opens a file, and creates it if it does not exist. If records without further use take more
   * space than the others, the file is rewritten without them.
   *
   * @throws IOException if the file cannot be opened or is damaged
   */
  static JournalFile open(Path path) throws IOException {
    var opened = new JournalFile(path);
    if (!opened.index.isWasteful()) {
      return opened;
    }
    try {
      opened.copyTo(opened.log.path());
    } catch (IOException e) {
      // The copy needs space that a full disk does not have; the file is valid without it.
      return opened;
    } catch (RuntimeException | Error e) {
      opened.log.close();
      throw e;
    }
    opened.log.close();
    return new JournalFile(path);
  }

  private void copyTo(Path path) throws IOException {
    Path copy = path.resolveSibling(path.getFileName() + ".copy");
    Files.deleteIfExists(copy);
    try (RecordLog target = RecordLog.open(copy, KIND, (position, body) -> {})) {
      var batch = new RecordBatch(target);
      for (long position : index.positions()) {
        batch.add(log.read(position));
      }
      batch.flush();
    }
    RecordLog.deleteLock(copy);
    RecordLog.moveDurably(copy, path);
  }

  JournalIndex index() {
    return index;
  }

  /** Returns the log, which one writer may append to. */
  RecordLog log() {
    return log;
  }

  /**
   * Returns the stored form of a result; null if there is none.
   *
   * @throws IOException if the record is damaged, or cannot be read
   */
  byte @Nullable [] read(ItemKey key, int setup) throws IOException {
    long position = index.find(key, setup);
    return position != KeyTable.ABSENT
            && JournalRecord.decode(log.read(position)) instanceof Completed completed
            && completed.key().equals(key)
            && completed.setup() == setup
        ? completed.result()
        : null;
  }
}
