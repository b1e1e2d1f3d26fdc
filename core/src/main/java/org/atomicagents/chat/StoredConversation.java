package org.atomicagents.chat;

import java.util.List;
import java.util.Objects;

/**
 * A stored conversation at one moment. Immutable.
 *
 * @param key the key of the conversation
 * @param version the version, which each change increases; 0 if there is no such conversation
 * @param turns the loaded turns, oldest first
 */
public record StoredConversation(ConversationKey key, long version, List<Turn> turns) {
  /** The version of a conversation that is not stored. */
  public static final long NO_VERSION = 0;

  public StoredConversation {
    Objects.requireNonNull(key, "key");
    turns = List.copyOf(turns);
  }

  /** Returns whether the conversation is stored. */
  public boolean exists() {
    return version != NO_VERSION;
  }

  /** Returns the key, the version and the number of turns. */
  @Override
  public String toString() {
    return "StoredConversation[" + key + ", version " + version + ", " + turns.size() + " turns]";
  }
}
