package org.atomicagents.internal.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.atomicagents.chat.ConversationKey;
import org.atomicagents.internal.storage.ConversationRecord.Added;
import org.atomicagents.internal.storage.ConversationRecord.Change;

/**
 * A log of conversations with an index of all turns in memory.
 *
 * <p>Thread-safe; indexes are changed by one thread.
 */
public final class ConversationLog {
  private static final int KIND = 0x434F4E56;
  private static final long MIN_WASTE = 1 << 20;
  private static final int TURNS_PER_RECORD = 100;

  private final ConcurrentMap<String, ConcurrentSkipListMap<String, ConversationIndex>> tenants =
      new ConcurrentHashMap<>();
  private final RecordLog log;

  private ConversationLog(Path path) throws IOException {
    this.log = RecordLog.open(path, KIND, this::replay);
  }

  /**
   * Returns the opened log of a file, which is created if there is none. If deleted and replaced
   * turns take more space than the others, the file is rewritten without them.
   *
   * @throws IOException if the file cannot be opened or is damaged
   */
  public static ConversationLog open(Path path) throws IOException {
    var opened = new ConversationLog(path);
    if (!opened.isWasteful()) {
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
    return new ConversationLog(path);
  }

  private void replay(long position, byte[] body) {
    ConversationRecord record = ConversationRecord.decode(body);
    publish(record.key(), index(record.key()).apply(position, record));
  }

  private boolean isWasteful() {
    long used =
        tenants.values().stream()
            .flatMap(conversations -> conversations.values().stream())
            .mapToLong(ConversationIndex::size)
            .sum();
    return log.end() > MIN_WASTE && used < log.end() / 2;
  }

  private void copyTo(Path path) throws IOException {
    Path copy = path.resolveSibling(path.getFileName() + ".copy");
    Files.deleteIfExists(copy);
    try (RecordLog target = RecordLog.open(copy, KIND, (position, body) -> {})) {
      var batch = new RecordBatch(target);
      for (Map.Entry<String, ConcurrentSkipListMap<String, ConversationIndex>> tenant :
          tenants.entrySet()) {
        for (Map.Entry<String, ConversationIndex> entry : tenant.getValue().entrySet()) {
          copy(new ConversationKey(tenant.getKey(), entry.getKey()), entry.getValue(), batch);
        }
      }
      batch.flush();
    }
    RecordLog.deleteLock(copy);
    RecordLog.moveDurably(copy, path);
  }

  private void copy(ConversationKey key, ConversationIndex index, RecordBatch target)
      throws IOException {
    List<TurnLocation> turns = index.turns();
    int from = 0;
    do {
      int to = Math.min(turns.size(), from + TURNS_PER_RECORD);
      var changes = new ArrayList<Change>();
      TurnReader reader = reader();
      for (TurnLocation turn : turns.subList(from, to)) {
        changes.add(new Added(turn.turnId(), turn.isPinned(), reader.read(turn)));
      }
      target.add(new ConversationRecord(key, index.version(), changes).encode());
      from = to;
    } while (from < turns.size());
  }

  /** Returns the log, which one writer may append to. */
  public RecordLog log() {
    return log;
  }

  /** Returns the index of a conversation; without a version if it is not stored. */
  public ConversationIndex index(ConversationKey key) {
    return conversations(key.tenant()).getOrDefault(key.id(), ConversationIndex.NONE);
  }

  /** Replaces the index of a conversation; removes it if it has no version. */
  public void publish(ConversationKey key, ConversationIndex index) {
    if (index.version() == ConversationIndex.NONE.version()) {
      conversations(key.tenant()).remove(key.id());
    } else {
      tenants
          .computeIfAbsent(key.tenant(), tenant -> new ConcurrentSkipListMap<>())
          .put(key.id(), index);
    }
  }

  /** Returns the ids of a tenant's conversations behind a given one. */
  public List<String> ids(String tenant, String afterId, int max) {
    return conversations(tenant).tailMap(afterId, false).keySet().stream().limit(max).toList();
  }

  private ConcurrentSkipListMap<String, ConversationIndex> conversations(String tenant) {
    return tenants.getOrDefault(tenant, new ConcurrentSkipListMap<>());
  }

  /** Returns a new reader of turns. */
  public TurnReader reader() {
    return new TurnReader(log);
  }
}
