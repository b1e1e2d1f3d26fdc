package org.atomicagents.internal.batch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.batch.InDoubtItem;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.storage.LogDamagedException;
import org.atomicagents.internal.storage.LogInUseException;
import org.atomicagents.internal.storage.LogWriter;
import org.jspecify.annotations.Nullable;

/** An open journal: its file, the thread that writes it, and its use by executions. Thread-safe. */
public final class JournalStore implements AutoCloseable {
  private final Path path;
  private final boolean isSync;
  private final JournalFile file;
  private final LogWriter writer;
  private final ReentrantLock setupLock = new ReentrantLock();
  private final AtomicBoolean isUsed = new AtomicBoolean();

  private JournalStore(Path path, boolean isSync, JournalFile file) {
    this.path = path;
    this.isSync = isSync;
    this.file = file;
    this.writer =
        new LogWriter(
            file.log(),
            "atomic-journal-" + path.getFileName(),
            e ->
                failure(
                    "write",
                    e,
                    "Its batch was stopped. Run it again when the journal can be written: results"
                        + " in the journal are kept."));
  }

  /**
   * Returns the opened journal, which is created if there is no file.
   *
   * @param isSync whether a result is forced to the disk
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static JournalStore open(Path path, boolean isSync) {
    try {
      return new JournalStore(path, isSync, JournalFile.open(path));
    } catch (LogInUseException e) {
      throw failure(path, "open", e, "Close it there first; each batch has a journal of its own.");
    } catch (LogDamagedException e) {
      throw failure(
          path,
          "open",
          e,
          "Restore the file from a copy, or use another one: then all items are run again.");
    } catch (IOException e) {
      throw failure(path, "open", e, "Check that its folder exists and can be written.");
    }
  }

  public Path path() {
    return path;
  }

  public long size() {
    return file.index().size();
  }

  public List<InDoubtItem> inDoubt() {
    return file.index().inDoubt();
  }

  JournalIndex index() {
    return file.index();
  }

  /**
   * Begins the use by an execution.
   *
   * @throws IllegalStateException if another execution uses it
   * @throws StoreException if this journal is closed
   */
  void begin() {
    if (writer.isClosed()) {
      throw StoreException.of(
          "The journal %s is closed.\nOpen it again, and close it after the batch.".formatted(path),
          null);
    }
    if (!isUsed.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "The journal %s is in use by another execution of a batch.\nClose that one first, or use another journal."
              .formatted(path));
    }
  }

  /** Ends the use by an execution. */
  void end() {
    isUsed.set(false);
  }

  /** Returns the number of a setup, which is added if it is a new one. */
  int setup(SequencedMap<String, String> ingredients) {
    setupLock.lock();
    try {
      int number = file.index().numberOf(ingredients);
      if (number == JournalIndex.MAX_SETUPS) {
        throw ConfigurationException.of(
            "The journal %s has %d different prompts, models or schemas.\nA context provider whose text changes with each item should be volatile."
                .formatted(path, number));
      }
      if (file.index().numberOf(ingredients) == file.index().setups()) {
        write(new JournalRecord.Setup(number, ingredients));
      }
      return number;
    } finally {
      setupLock.unlock();
    }
  }

  /** Appends a record, which is not forced to the disk. */
  void write(JournalRecord record) {
    writer.execute(new JournalCommand(file.index(), record, false));
  }

  /** Appends a result; it is on the disk when this method returns, if this journal is sync. */
  void complete(JournalRecord.Completed record) {
    writer.execute(new JournalCommand(file.index(), record, isSync));
  }

  /**
   * Returns the stored form of a result; null if there is none.
   *
   * @throws StoreException if it cannot be read
   */
  byte @Nullable [] read(ItemKey key, int setup) {
    try {
      return file.read(key, setup);
    } catch (IOException | IllegalArgumentException e) {
      throw failure("read", e, "If it is damaged, restore the file from a copy.");
    }
  }

  @Override
  public void close() {
    writer.close();
  }

  private StoreException failure(String operation, Exception cause, String remedy) {
    return failure(path, operation, cause, remedy);
  }

  private static StoreException failure(
      Path path, String operation, Exception cause, String remedy) {
    return StoreException.of(
        "Cannot %s the journal %s: %s.\n%s".formatted(operation, path, cause.getMessage(), remedy),
        cause);
  }
}
