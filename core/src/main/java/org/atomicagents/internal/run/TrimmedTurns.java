package org.atomicagents.internal.run;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.atomicagents.chat.ChatHistory.Snapshot;
import org.atomicagents.chat.Turn;
import org.atomicagents.internal.Lazy;

/**
 * The ids of the turns that a request left out, oldest first.
 *
 * <p>The turns are read when the first id is, so that an event of a long conversation costs nothing
 * if its listeners use the number of turns only. Immutable and thread-safe.
 */
final class TrimmedTurns extends AbstractList<String> {
  private final int size;
  private final Lazy<List<String>> ids;

  /**
   * Creates a list.
   *
   * @param selected the number of the newest turns that the request contains
   * @param size the number of the other turns, without pinned ones
   */
  TrimmedTurns(Snapshot snapshot, int selected, int size) {
    this.size = size;
    this.ids = new Lazy<>(() -> ids(snapshot, selected));
  }

  private static List<String> ids(Snapshot snapshot, int selected) {
    var ids = new ArrayList<String>();
    Iterator<Turn> turns = snapshot.newestFirst().iterator();
    for (int i = 0; turns.hasNext(); i++) {
      Turn turn = turns.next();
      if (i >= selected && !turn.isPinned()) {
        ids.add(turn.id());
      }
    }
    return List.copyOf(ids.reversed());
  }

  @Override
  public String get(int index) {
    return ids.get().get(index);
  }

  @Override
  public int size() {
    return size;
  }
}
