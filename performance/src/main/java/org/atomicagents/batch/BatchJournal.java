package org.atomicagents.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.batch.JournalStore;

/**
 * A file with the results of a batch, from which an interrupted batch is resumed.
 *
 * {@snippet class="org.atomicagents.batch.BatchSnippets" region="journal"}
 *
 * <p>An item is complete when its result is in the journal, before its outcome is handed out; see
 * {@link Durability}. If the process is killed, the same batch with the same journal continues:
 * complete items get their recorded results without a request, all others are run. A batch that is
 * complete is replayed without any request. Failures are not recorded: their items run again.
 *
 * <p>An item is found by a SHA-256 hash of its input and its history, and by what determines its
 * result: the agent's name, the model, the response mode, the sampling parameters, the system
 * prompt without volatile context, the schemas, and the names, descriptions and schemas of tools,
 * but not their code. Items may be added, removed, changed and reordered between two executions;
 * only those without a result are run. Of equal inputs in one batch, the first, the second and so
 * on are different items; those of a conversation are counted by themselves if its key is a text, a
 * number, a UUID, an enum constant or a {@link org.atomicagents.chat.ConversationKey}. An item that
 * failed and succeeds in the next execution changes the history of the later items of its
 * conversation, which are run again. A batch with another agent, model or prompt is rejected, and
 * the message names what differs; the address of the provider may differ.
 *
 * <p>A journal belongs to one batch: it is used by one execution at a time, and the file is open in
 * one process. Where customers have to be separated, each has a file of its own. Every record has a
 * checksum: an incomplete record at the end is cut off, other damage is reported when the journal
 * is opened. Opening reads the whole file; about 50 bytes for each result are in memory.
 *
 * <p>Thread-safe.
 */
public final class BatchJournal implements AutoCloseable {
  private final JournalStore store;

  private BatchJournal(JournalStore store) {
    this.store = store;
  }

  /**
   * Returns an open journal with {@link Durability#SYNC}, which is created if there is no file; its
   * folder has to exist.
   *
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static BatchJournal open(Path path) {
    return open(path, Durability.SYNC);
  }

  /**
   * Returns an open journal, which is created if there is no file; its folder has to exist. If
   * records of items that were run again take more space than the results, the file is rewritten
   * without them.
   *
   * @throws StoreException if the file cannot be opened, is open already, or is damaged
   */
  public static BatchJournal open(Path path, Durability durability) {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(durability, "durability");
    return new BatchJournal(JournalStore.open(path, durability == Durability.SYNC));
  }

  /** Returns the file. */
  public Path path() {
    return store.path();
  }

  /** Returns the number of results. */
  public long size() {
    return store.size();
  }

  /**
   * Returns the items whose run had been started, but had not ended, when the process that ran them
   * ended; at most the maximum concurrency of each execution that was killed. They are run again.
   * As of now: an item that has been run again is not in doubt any more, nor is one that is not in
   * the inputs of a later execution that read all of them.
   */
  public List<InDoubtItem> inDoubt() {
    return store.inDoubt();
  }

  JournalStore store() {
    return store;
  }

  /**
   * Makes all results durable, and closes the file. A batch that still uses this journal is stopped
   * when its next item completes. Idempotent.
   *
   * @throws StoreException if the file cannot be written
   */
  @Override
  public void close() {
    store.close();
  }
}
