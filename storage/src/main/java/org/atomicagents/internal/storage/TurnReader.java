package org.atomicagents.internal.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads turns from a log. Turns of one record are usually read together, so the last record is
 * kept.
 *
 * <p>Not thread-safe.
 */
public final class TurnReader {
  private final RecordLog log;
  private long position = -1;
  private @Nullable ConversationRecord record;

  TurnReader(RecordLog log) {
    this.log = log;
  }

  /**
   * Returns the JSON of a turn.
   *
   * @throws LogDamagedException if its record is damaged
   */
  public String read(TurnLocation turn) throws IOException {
    try {
      return recordAt(turn.position()).turn(turn.index());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      var damaged = new LogDamagedException(turn.position(), "the record is not valid");
      damaged.initCause(e);
      throw damaged;
    }
  }

  private ConversationRecord recordAt(long wanted) throws IOException {
    ConversationRecord found = record;
    if (found == null || position != wanted) {
      found = ConversationRecord.decode(log.read(wanted));
      record = found;
      position = wanted;
    }
    return found;
  }
}
