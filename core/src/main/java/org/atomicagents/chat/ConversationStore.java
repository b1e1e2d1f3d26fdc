package org.atomicagents.chat;

import java.util.List;
import org.atomicagents.error.ConflictException;

/**
 * A durable place of conversations.
 *
 * <p>Each conversation has a version. A change names the version that it is based on, and is
 * rejected if the conversation has changed since, so that two processes never overwrite each
 * other's turns. A change is committed as a whole or not at all, and is durable when {@link #apply}
 * returns, as far as the store is.
 *
 * <p>{@link ChatHistory#stored} returns the history of a stored conversation. Implementations must
 * be thread-safe; a conversation is only visible under its complete key, tenant included.
 *
 * <p>All methods throw {@link org.atomicagents.error.StoreException} if the store fails.
 */
public interface ConversationStore extends AutoCloseable {

  /**
   * Returns the latest turns of a conversation, and all pinned turns; without turns and with
   * version 0 if the conversation is not stored.
   *
   * @param maxTurns the maximum number of turns that are not pinned
   */
  StoredConversation load(ConversationKey key, int maxTurns);

  /** Returns all turns of a conversation; see {@link #load(ConversationKey, int)}. */
  default StoredConversation load(ConversationKey key) {
    return load(key, Integer.MAX_VALUE);
  }

  /** Returns the version of a conversation without reading its turns; 0 if it is not stored. */
  long version(ConversationKey key);

  /**
   * Returns the new version of a conversation after applying a change, as a whole or not at all.
   *
   * @param version the version that the change is based on; 0 to create the conversation
   * @throws ConflictException if the conversation has another version; nothing has changed
   * @throws IllegalArgumentException if there is no turn with the id in the change; nothing has
   *     changed
   */
  long apply(ConversationKey key, long version, ConversationChange change);

  /**
   * Returns the new version of a conversation after appending turns to it.
   *
   * @param version the version that the turns are based on; 0 to create the conversation
   * @throws ConflictException if the conversation has another version; nothing has changed
   */
  default long append(ConversationKey key, long version, Turn... turns) {
    return apply(key, version, new ConversationChange.Append(List.of(turns)));
  }

  /**
   * Returns the keys of a tenant's conversations whose ids are behind a given one in the store's
   * order of ids, in that order.
   *
   * @param afterId the id of the last conversation of the previous page; empty for the first page
   * @param max the maximum number of keys
   */
  List<ConversationKey> list(String tenant, String afterId, int max);

  /** Returns the keys of all conversations of a tenant. */
  default List<ConversationKey> list(String tenant) {
    return list(tenant, "", Integer.MAX_VALUE);
  }

  /**
   * Returns whether a conversation was stored, after deleting it with all its turns. A later
   * conversation with the same key has other versions, so that changes based on the deleted one are
   * rejected.
   */
  boolean delete(ConversationKey key);

  /** Closes the store. Idempotent; the other methods throw an exception afterwards. */
  @Override
  void close();
}
