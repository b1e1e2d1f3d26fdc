package org.atomicagents.internal.chat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.atomicagents.chat.Turn;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a conversation as a linked list, newest first, so that appending and copying take
 * constant time.
 *
 * <p>Immutable. Evicting the oldest turn takes constant time on average: an index of the older
 * turns, oldest first, is built when the one before is used up. Until then, evicted turns remain
 * linked; there are never more of them than turns at the time of the index.
 *
 * @param newest the first link of the chain; null in an empty list
 * @param linkedCount the number of turns in the chain; further links are evicted turns
 * @param retained pinned turns that are older than the chain, oldest first
 * @param pinned all pinned turns, oldest first
 * @param index the older turns of the chain
 * @param size the number of messages and tokens of all turns
 */
record TurnList(
    @Nullable TurnLink newest,
    int linkedCount,
    List<Turn> retained,
    List<Turn> pinned,
    TurnIndex index,
    TurnListSize size)
    implements Iterable<Turn> {

  /** A link with identity: the methods of a record would recurse along the chain. */
  static final class TurnLink {
    private final Turn turn;
    private final @Nullable TurnLink older;

    TurnLink(Turn turn, @Nullable TurnLink older) {
      this.turn = turn;
      this.older = older;
    }

    Turn turn() {
      return turn;
    }

    @Nullable TurnLink older() {
      return older;
    }
  }

  /** Returns an empty list. */
  static TurnList empty(TurnMeter meter) {
    return new TurnList(
        null, 0, List.of(), List.of(), TurnIndex.EMPTY, new TurnListSize(meter, 0, 0));
  }

  /** Returns a list of some turns, oldest first. */
  static TurnList of(Iterable<Turn> oldestFirst, TurnMeter meter) {
    TurnLink newest = null;
    int count = 0;
    TurnListSize size = new TurnListSize(meter, 0, 0);
    var pinned = new ArrayList<Turn>();
    for (Turn turn : oldestFirst) {
      newest = new TurnLink(turn, newest);
      count++;
      size = size.plus(turn);
      if (turn.isPinned()) {
        pinned.add(turn);
      }
    }
    return new TurnList(newest, count, List.of(), List.copyOf(pinned), TurnIndex.EMPTY, size);
  }

  boolean isEmpty() {
    return newest == null;
  }

  int turnCount() {
    return linkedCount + retained.size();
  }

  Turn last() {
    if (newest == null) {
      throw new NoSuchElementException("no turn");
    }
    return newest.turn();
  }

  /** Returns a list with another turn; a tool result of a pinned turn is pinned as well. */
  TurnList append(Turn turn) {
    boolean isPinned =
        turn.isPinned()
            || (newest != null && newest.turn().isPinned() && ToolResultTurns.begins(turn));
    Turn added = isPinned == turn.isPinned() ? turn : turn.withPinned(isPinned);
    return new TurnList(
        new TurnLink(added, newest),
        linkedCount + 1,
        retained,
        isPinned ? plus(pinned, added) : pinned,
        index,
        size.plus(added));
  }

  /** Returns a list whose last turn has other entries. */
  TurnList withLast(Turn turn) {
    Turn last = last();
    TurnLink older = newest == null ? null : newest.older();
    List<Turn> nowPinned =
        last.isPinned() ? plus(pinned.subList(0, pinned.size() - 1), turn) : pinned;
    return new TurnList(
        new TurnLink(turn, older),
        linkedCount,
        retained,
        nowPinned,
        index,
        size.minus(last).plus(turn));
  }

  /**
   * Returns a list without the oldest turn that is not pinned, together with the turns of its tool
   * results. Returns this list if that one contains the last turn, or a turn to keep.
   *
   * <p>Pinned turns on the way are retained; the result may be such a list without an eviction.
   *
   * @param canEvict whether a turn may be evicted
   * @param evicted receives the evicted turns, oldest first
   */
  TurnList withoutOldest(Predicate<Turn> canEvict, Consumer<Turn> evicted) {
    int groupSize = index.groupSize();
    int indexed = index.count();
    if (groupSize == indexed && indexed < linkedCount - 1) {
      return indexed().withoutOldest(canEvict, evicted);
    }
    boolean reachesLast =
        groupSize == indexed && (groupSize == 0 || ToolResultTurns.begins(last()));
    if (reachesLast) {
      return this;
    }
    List<Turn> group = index.first(groupSize);
    if (group.stream().anyMatch(Turn::isPinned)) {
      var kept = new ArrayList<>(retained);
      kept.addAll(group);
      return new TurnList(
          newest,
          linkedCount - groupSize,
          List.copyOf(kept),
          pinned,
          index.without(groupSize),
          size);
    }
    if (!group.stream().allMatch(canEvict)) {
      return this;
    }
    TurnListSize rest = size;
    for (Turn turn : group) {
      rest = rest.minus(turn);
      evicted.accept(turn);
    }
    return new TurnList(
        newest, linkedCount - groupSize, retained, pinned, index.without(groupSize), rest);
  }

  /** Returns this list with a new index, and without links to evicted turns. */
  private TurnList indexed() {
    List<Turn> linked = new ArrayList<>(linkedCount);
    TurnLink link = newest;
    for (int i = 0; i < linkedCount && link != null; i++) {
      linked.add(link.turn());
      link = link.older();
    }
    linked = linked.reversed();
    TurnLink rebuilt = null;
    for (Turn turn : linked) {
      rebuilt = new TurnLink(turn, rebuilt);
    }
    // The last turn is not indexed, since it can still be replaced.
    var older = TurnIndex.of(linked.subList(0, linkedCount - 1));
    return new TurnList(rebuilt, linkedCount, retained, pinned, older, size);
  }

  /** Returns the turns, newest first, without a copy. */
  @Override
  public Iterator<Turn> iterator() {
    return new TurnIterator(newest, linkedCount, retained);
  }

  /** Returns the turns, oldest first; a copy that the caller may change. */
  List<Turn> oldestFirst() {
    var turns = new ArrayList<Turn>(turnCount());
    forEach(turns::add);
    return turns.reversed();
  }

  private static List<Turn> plus(List<Turn> turns, Turn added) {
    var all = new ArrayList<>(turns);
    all.add(added);
    return List.copyOf(all);
  }

  /** Returns the size of the list. */
  @Override
  public String toString() {
    return "TurnList[" + turnCount() + " turns]";
  }
}
