package org.atomicagents.internal.storage;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.atomicagents.chat.ConversationChange;
import org.atomicagents.chat.Turn;
import org.atomicagents.chat.TurnCodec;
import org.atomicagents.internal.storage.ConversationRecord.Added;
import org.atomicagents.internal.storage.ConversationRecord.Change;
import org.atomicagents.internal.storage.ConversationRecord.Cleared;
import org.atomicagents.internal.storage.ConversationRecord.Extended;
import org.atomicagents.internal.storage.ConversationRecord.Pinned;
import org.atomicagents.internal.storage.ConversationRecord.Removed;

/**
 * Converts changes of conversations to changes in records.
 *
 * @param codec converts turns to JSON
 * @param reader returns the stored turn at a location
 */
public record ChangeEncoder(TurnCodec codec, Function<TurnLocation, Turn> reader) {

  /** Returns the changes of the record of a change of a conversation. */
  public List<Change> encode(ConversationChange change, ConversationIndex index) {
    return switch (change) {
      case ConversationChange.Append append -> append.turns().stream().map(this::added).toList();
      case ConversationChange.Extend extension -> List.of(extended(extension, index));
      case ConversationChange.Pin pin -> List.of(new Pinned(pin.turnId(), pin.isPinned()));
      case ConversationChange.Delete deletion -> List.of(new Removed(deletion.turnId()));
      case ConversationChange.Reset reset ->
          Stream.concat(Stream.of(new Cleared()), reset.turns().stream().map(this::added)).toList();
    };
  }

  private Change added(Turn turn) {
    return new Added(turn.id(), turn.isPinned(), codec.encode(turn));
  }

  private Change extended(ConversationChange.Extend extension, ConversationIndex index) {
    Turn last = index.turns().isEmpty() ? null : reader.apply(index.turns().getLast());
    Turn longer = extension.extend(last);
    return new Extended(longer.id(), longer.isPinned(), codec.encode(longer));
  }
}
