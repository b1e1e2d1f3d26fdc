package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
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
record TurnList(@Nullable TurnLink newest, int turnCount, int messageCount, int chainLength) {
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

  /** Returns the entries of all turns, oldest first. */
  List<ChatEntry> entries() {
    var list = new ArrayList<ChatEntry>(messageCount);
    oldestFirst().forEach(turn -> list.addAll(turn.entries()));
    return list;
  }

  private TurnList compact() {
    TurnList list = EMPTY;
    for (Turn turn : oldestFirst()) {
      list = list.append(turn);
    }
    return list;
  }
}
