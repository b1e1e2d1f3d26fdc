package org.atomicagents.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a conversation, newest first in the chain: adding and copying take no time that
 * grows with its length.
 *
 * <p>Immutable. The chain may be longer than the list; what lies beyond is forgotten, and cut off
 * when it outweighs what is remembered.
 *
 * @param turns how many of the chain's links count
 * @param messages how many messages these have
 * @param chain how many links there are
 */
record TurnList(@Nullable Link newest, int turns, int messages, int chain) {
  static final TurnList EMPTY = new TurnList(null, 0, 0, 0);
  private static final int TOLERATED_REST = 16;

  record Link(Turn turn, @Nullable Link older) {}

  boolean isEmpty() {
    return turns == 0;
  }

  Turn last() {
    if (newest == null || turns == 0) {
      throw new NoSuchElementException("no turn");
    }
    return newest.turn();
  }

  TurnList plus(Turn turn) {
    return new TurnList(
        new Link(turn, newest), turns + 1, messages + turn.entries().size(), chain + 1);
  }

  TurnList withLast(Turn turn) {
    int difference = turn.entries().size() - last().entries().size();
    Link older = newest == null ? null : newest.older();
    return new TurnList(new Link(turn, older), turns, messages + difference, chain);
  }

  /** The newest turns within both limits, the last one in any case. */
  TurnList latest(int maxTurns, int maxMessages) {
    int keptTurns = 0;
    int keptMessages = 0;
    for (Link link = newest;
        link != null && keptTurns < Math.min(turns, maxTurns);
        link = link.older()) {
      int size = link.turn().entries().size();
      if (keptTurns > 0 && keptMessages + size > maxMessages) {
        break;
      }
      keptTurns++;
      keptMessages += size;
    }
    var kept = new TurnList(newest, keptTurns, keptMessages, chain);
    return chain > 2 * keptTurns + TOLERATED_REST ? kept.withoutRest() : kept;
  }

  /** The turns, oldest first. */
  List<Turn> oldestFirst() {
    var list = new ArrayList<Turn>(turns);
    Link link = newest;
    for (int i = 0; i < turns && link != null; i++) {
      list.add(link.turn());
      link = link.older();
    }
    Collections.reverse(list);
    return list;
  }

  /** All that was said, oldest first. */
  List<Entry> entries() {
    var list = new ArrayList<Entry>(messages);
    oldestFirst().forEach(turn -> list.addAll(turn.entries()));
    return list;
  }

  private TurnList withoutRest() {
    TurnList list = EMPTY;
    for (Turn turn : oldestFirst()) {
      list = list.plus(turn);
    }
    return list;
  }
}
