package org.atomicagents.chat;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.atomicagents.error.ConflictException;

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

  private static final int MAX_FIRST_VERSION = 1 << 30;
  private static final int MAX_STEP = 1 << 20;

  public StoredConversation {
    Objects.requireNonNull(key, "key");
    turns = List.copyOf(turns);
  }

  /** Returns whether the conversation is stored. */
  public boolean exists() {
    return version != NO_VERSION;
  }

  /**
   * Returns the version of a conversation after a change, for implementations of {@link
   * ConversationStore}.
   *
   * <p>The first version is random in its upper 32 bits, so that a version of a deleted
   * conversation is not reached again by one with the same key. The others follow in random steps,
   * so that a process recognizes its own change after a lost connection.
   *
   * @param expected the version that the change is based on
   * @param stored the version of the stored conversation
   * @throws ConflictException if the versions differ
   */
  public static long nextVersion(ConversationKey key, long expected, long stored) {
    if (expected != stored) {
      throw ConflictException.of(
          "Conversation %s has changed: expected version %d, found %d.\nLoad it again."
              .formatted(key, expected, stored));
    }
    return stored == NO_VERSION
        ? ((long) ThreadLocalRandom.current().nextInt(MAX_FIRST_VERSION) << Integer.SIZE) + 1
        : stored + ThreadLocalRandom.current().nextInt(1, MAX_STEP);
  }

  /** Returns the key, the version and the number of turns. */
  @Override
  public String toString() {
    return "StoredConversation[" + key + ", version " + version + ", " + turns.size() + " turns]";
  }
}
