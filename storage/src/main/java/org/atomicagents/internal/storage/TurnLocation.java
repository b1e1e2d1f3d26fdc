package org.atomicagents.internal.storage;

/**
 * The location of a stored turn.
 *
 * @param turnId the id of the turn
 * @param isPinned whether the turn is pinned; takes precedence over the stored turn
 * @param position the position of the record that contains the turn
 * @param index the index of the change in the record
 * @param size the size of the turn in bytes
 */
public record TurnLocation(String turnId, boolean isPinned, long position, int index, int size) {

  TurnLocation withPinned(boolean pinned) {
    return new TurnLocation(turnId, pinned, position, index, size);
  }
}
