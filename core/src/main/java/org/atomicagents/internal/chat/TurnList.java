package org.atomicagents.internal.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.atomicagents.chat.Turn;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a conversation as a linked list, newest first, so that appending and copying take
 * constant time.
 *
 * <p>Immutable. The chain of links may be longer than the list: evicted turns remain linked until
 * they outnumber the kept ones, and are cut off then.
 *
 * @param turnCount the number of turns in the list: the first links of the chain
 * @param messageCount the number of messages of these turns
 * @param chainLength the number of links in the chain
 */
record TurnList(@Nullable TurnLink newest, int turnCount, int messageCount, int chainLength)
    implements Iterable<Turn> {
  static final TurnList EMPTY = new TurnList(null, 0, 0, 0);
  private static final int MAX_UNUSED_LINKS = 16;

  record TurnLink(Turn turn, @Nullable TurnLink older) {}

  boolean isEmpty() {
    return turnCount == 0;
  }

  Turn last() {
    if (newest == null || turnCount == 0) {
      throw new NoSuchElementException("no turn");
    }
    return newest.turn();
  }

  TurnList append(Turn turn) {
    return new TurnList(
        new TurnLink(turn, newest),
        turnCount + 1,
        messageCount + turn.entries().size(),
        chainLength + 1);
  }

  TurnList withLast(Turn turn) {
    int difference = turn.entries().size() - last().entries().size();
    TurnLink older = newest == null ? null : newest.older();
    return new TurnList(
        new TurnLink(turn, older), turnCount, messageCount + difference, chainLength);
  }

  /** Returns the newest turns within both limits; always includes the last turn. */
  TurnList latest(int maxTurns, int maxMessages) {
    int keptTurns = 0;
    int keptMessages = 0;
    for (TurnLink link = newest;
        link != null && keptTurns < Math.min(turnCount, maxTurns);
        link = link.older()) {
      int size = link.turn().entries().size();
      if (keptTurns > 0 && keptMessages + size > maxMessages) {
        break;
      }
      keptTurns++;
      keptMessages += size;
    }
    var kept = new TurnList(newest, keptTurns, keptMessages, chainLength);
    return chainLength > 2 * keptTurns + MAX_UNUSED_LINKS ? kept.compact() : kept;
  }

  /** Returns the turns, oldest first. */
  List<Turn> oldestFirst() {
    var list = new ArrayList<Turn>(turnCount);
    TurnLink link = newest;
    for (int i = 0; i < turnCount && link != null; i++) {
      list.add(link.turn());
      link = link.older();
    }
    Collections.reverse(list);
    return list;
  }

  /** Returns the turns, newest first, without a copy. */
  @Override
  public Iterator<Turn> iterator() {
    return new Iterator<>() {
      private @Nullable TurnLink next = newest;
      private int remaining = turnCount;

      @Override
      public boolean hasNext() {
        return next != null && remaining > 0;
      }

      @Override
      public Turn next() {
        TurnLink link = next;
        if (link == null || remaining == 0) {
          throw new NoSuchElementException("no older turn");
        }
        next = link.older();
        remaining--;
        return link.turn();
      }
    };
  }

  /**
   * Returns a list without a turn.
   *
   * @throws IllegalArgumentException if there is no turn with that id
   */
  TurnList without(String turnId) {
    List<Turn> kept = oldestFirst();
    if (!kept.removeIf(turn -> turn.id().equals(turnId))) {
      throw notFound(turnId);
    }
    return of(kept);
  }

  /**
   * Returns a list with a turn pinned or not.
   *
   * @throws IllegalArgumentException if there is no turn with that id
   */
  TurnList withPinned(String turnId, boolean pinned) {
    List<Turn> changed = oldestFirst();
    boolean isFound = false;
    for (int i = 0; i < changed.size(); i++) {
      if (changed.get(i).id().equals(turnId)) {
        changed.set(i, changed.get(i).withPinned(pinned));
        isFound = true;
      }
    }
    if (!isFound) {
      throw notFound(turnId);
    }
    return of(changed);
  }

  private static IllegalArgumentException notFound(String turnId) {
    return new IllegalArgumentException("Turn ID " + turnId + " not found in history.");
  }

  private TurnList compact() {
    return of(oldestFirst());
  }

  private static TurnList of(List<Turn> oldestFirst) {
    TurnList list = EMPTY;
    for (Turn turn : oldestFirst) {
      list = list.append(turn);
    }
    return list;
  }
}
