package org.atomicagents.internal.redis;

import java.util.List;
import org.atomicagents.chat.ConversationKey;

/**
 * The keys of the conversations of a tenant, all of which are in one slot of a cluster. Immutable.
 *
 * @param keys the keys of all conversations
 */
public record ConversationKeys(RedisKeys keys) {
  private static final int VERSION = 1;

  /** Returns the keys with a prefix. */
  public static ConversationKeys of(String prefix) {
    return new ConversationKeys(new RedisKeys(prefix, "conversations", VERSION));
  }

  /** Returns the key of the hash of the version and the turns. */
  public byte[] turns(ConversationKey key) {
    return part("turns", key);
  }

  /** Returns all keys of a conversation, and that of the ids of its tenant. */
  public List<byte[]> all(ConversationKey key) {
    return List.of(
        turns(key),
        part("unpinned", key),
        part("pinned", key),
        part("index", key),
        ids(key.tenant()));
  }

  /** Returns the keys that are read to find the latest turns. */
  public List<byte[]> read(ConversationKey key) {
    return all(key).subList(0, 3);
  }

  /** Returns the key of the ids of a tenant's conversations. */
  public byte[] ids(String tenant) {
    return keys.keyWithSuffix("ids", tenant);
  }

  // The id is the end of the key: whatever its characters, it is the key of no other one.
  private byte[] part(String name, ConversationKey key) {
    return keys.keyWithSuffix(name + ":" + key.id(), key.tenant());
  }
}
