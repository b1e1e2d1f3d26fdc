package org.atomicagents.chat;

/** The treatment of typed values whose type is not in the {@link ConversationTypes}. */
public enum UnknownTypePolicy {
  /** Reading or writing the conversation throws a {@code StoreException}. */
  REJECT,
  /**
   * The entry keeps its message but has no typed value. The same applies to a stored value that its
   * type does not accept any more.
   */
  OMIT_VALUE
}
