package org.atomicagents.chat;

import java.util.Objects;

/**
 * The identity of a stored conversation.
 *
 * <p>Two tenants with the same id have two conversations. Immutable.
 *
 * @param tenant the customer, user or application that owns the conversation
 * @param id the id of the conversation, unique within the tenant
 */
public record ConversationKey(String tenant, String id) {
  /** The maximum length of a tenant and of an id, in characters. */
  public static final int MAX_LENGTH = 200;

  /**
   * Checks the key.
   *
   * @throws IllegalArgumentException if the tenant or the id is blank, longer than {@link
   *     #MAX_LENGTH}, or contains a control character or half of a surrogate pair
   */
  public ConversationKey {
    requireName("tenant", tenant);
    requireName("id", id);
  }

  // Control characters and lone surrogates cannot be stored in every database, and a replacement
  // would merge two conversations.
  private static void requireName(String label, String name) {
    Objects.requireNonNull(name, label);
    if (name.isBlank() || name.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          label
              + ": expected 1 to "
              + MAX_LENGTH
              + " characters, found "
              + (name.isBlank() ? "none" : name.length()));
    }
    if (name.codePoints().anyMatch(ConversationKey::isUnstorable)) {
      throw new IllegalArgumentException(
          label + ": expected no control characters and no lone surrogates, found one");
    }
  }

  private static boolean isUnstorable(int codePoint) {
    return Character.isISOControl(codePoint)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
  }

  /** Returns the tenant and the id, separated by a slash. */
  @Override
  public String toString() {
    return tenant + "/" + id;
  }
}
