package org.atomicagents.internal.limit;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A queue whose tenants take turns; the requests of one tenant are served in the order of arrival.
 *
 * <p>One request at a time has the turn. Thread-safe; no operation blocks.
 */
public final class TurnQueue {
  private final ReentrantLock lock = new ReentrantLock();
  // The tenants that wait, the next one first.
  private final Map<String, SequencedSet<Turn>> waiting = new LinkedHashMap<>();
  // Written under the lock; read without it where a queue without requests needs no signal.
  private volatile @Nullable Turn current;
  private int size;

  /** A request in the queue. */
  public static final class Turn {
    private final String tenant;
    private final WakeUp wakeUp;
    private final int ahead;
    private volatile boolean isCurrent;

    private Turn(String tenant, WakeUp wakeUp, int ahead) {
      this.tenant = tenant;
      this.wakeUp = wakeUp;
      this.ahead = ahead;
    }

    public boolean isCurrent() {
      return isCurrent;
    }

    /** Returns the number of requests of the same tenant that were waiting at the arrival. */
    int ahead() {
      return ahead;
    }
  }

  /** Returns the turn of a request that is added; it is current at once if the queue is empty. */
  public Turn join(String tenant, WakeUp wakeUp) {
    lock.lock();
    try {
      size++;
      if (current == null) {
        Turn only = start(new Turn(tenant, wakeUp, 0));
        current = only;
        return only;
      }
      SequencedSet<Turn> turns = waiting.computeIfAbsent(tenant, key -> new LinkedHashSet<>());
      Turn turn = new Turn(tenant, wakeUp, turns.size());
      turns.add(turn);
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a request; if it has the turn, the next one has it then. */
  public void leave(Turn turn) {
    lock.lock();
    try {
      size--;
      if (turn.isCurrent) {
        Turn following = next();
        current = following;
        if (following != null) {
          start(following).wakeUp.signal();
        }
      } else {
        remove(turn);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Wakes the request that has the turn, since permits were returned. */
  public void signalCurrent() {
    // A request that joins later looks for permits after it has the turn.
    if (current == null) {
      return;
    }
    lock.lock();
    try {
      Turn waking = current;
      if (waking != null) {
        waking.wakeUp.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  public int size() {
    lock.lock();
    try {
      return size;
    } finally {
      lock.unlock();
    }
  }

  private static Turn start(Turn turn) {
    turn.isCurrent = true;
    return turn;
  }

  private @Nullable Turn next() {
    var tenants = waiting.entrySet().iterator();
    if (!tenants.hasNext()) {
      return null;
    }
    Map.Entry<String, SequencedSet<Turn>> tenant = tenants.next();
    String name = tenant.getKey();
    SequencedSet<Turn> turns = tenant.getValue();
    tenants.remove();
    Turn turn = turns.removeFirst();
    if (!turns.isEmpty()) {
      waiting.put(name, turns);
    }
    return turn;
  }

  private void remove(Turn turn) {
    SequencedSet<Turn> turns = waiting.get(turn.tenant);
    if (turns != null && turns.remove(turn) && turns.isEmpty()) {
      waiting.remove(turn.tenant);
    }
  }
}
