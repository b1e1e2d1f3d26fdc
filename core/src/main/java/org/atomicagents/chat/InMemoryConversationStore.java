package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.atomicagents.internal.store.StoredTurns;

/**
 * A store in memory, for tests and for programs of one process whose conversations may end with it.
 *
 * <p>Values are kept as they are, whatever their type. Thread-safe.
 */
public final class InMemoryConversationStore implements ConversationStore {
  private final ConcurrentMap<String, ConcurrentSkipListMap<String, StoredTurns>> tenants =
      new ConcurrentHashMap<>();

  /** Creates an empty store. */
  public InMemoryConversationStore() {}

  @Override
  public StoredConversation load(ConversationKey key, int maxTurns) {
    StoredTurns stored = stored(key);
    return new StoredConversation(key, stored.version(), stored.latest(maxTurns));
  }

  @Override
  public long version(ConversationKey key) {
    return stored(key).version();
  }

  @Override
  public long apply(ConversationKey key, long version, ConversationChange change) {
    StoredTurns changed =
        tenants
            .computeIfAbsent(key.tenant(), tenant -> new ConcurrentSkipListMap<>())
            .compute(
                key.id(),
                (id, found) ->
                    Objects.requireNonNullElse(found, StoredTurns.NONE)
                        .apply(key, version, change));
    return Objects.requireNonNull(changed).version();
  }

  @Override
  public List<ConversationKey> list(String tenant, String afterId, int max) {
    var ids = new ArrayList<ConversationKey>();
    for (String id : conversations(tenant).tailMap(afterId, false).keySet()) {
      if (ids.size() >= max) {
        break;
      }
      ids.add(new ConversationKey(tenant, id));
    }
    return ids;
  }

  @Override
  public boolean delete(ConversationKey key) {
    return conversations(key.tenant()).remove(key.id()) != null;
  }

  /** Has no effect: there is nothing to release. */
  @Override
  public void close() {}

  private StoredTurns stored(ConversationKey key) {
    return conversations(key.tenant()).getOrDefault(key.id(), StoredTurns.NONE);
  }

  private ConcurrentSkipListMap<String, StoredTurns> conversations(String tenant) {
    return tenants.getOrDefault(tenant, new ConcurrentSkipListMap<>());
  }
}
