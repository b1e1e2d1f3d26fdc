package org.atomicagents.chat;

import java.util.Objects;
import java.util.Optional;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.store.DumpJson;
import org.atomicagents.internal.store.DumpJson.Dump;

/**
 * Reads and writes histories in the dump format of the Python original, as JSON text.
 *
 * {@snippet :
 * var types = ConversationTypes.builder()
 *     .type("my_app.schemas.Question", Question.class)     // the class in Python
 *     .type("my_app.schemas.Answer", Answer.class)
 *     .build();
 * ChatHistory history = new HistoryDump(types).read(text);
 * }
 *
 * <p>Python can read a dump if all its entries have typed values, under the names of classes there.
 * The format has no time of commit and no limit in turns; {@link ConversationStore} keeps more.
 *
 * <p>Immutable and thread-safe.
 */
public final class HistoryDump {
  private final DumpJson json;

  /** Creates a reader and writer of values of the given types. */
  public HistoryDump(ConversationTypes types) {
    this.json = new DumpJson(Objects.requireNonNull(types, "types").registry());
  }

  /**
   * Returns the dump of a history.
   *
   * @throws StoreException if an entry has a value whose type is not registered, unless such values
   *     are omitted
   */
  public String write(ChatHistory history) {
    try {
      var max = history.maxMessages();
      return json.write(
          new Dump(
              history.turns(), max.isPresent() ? Optional.of(max.getAsInt()) : Optional.empty()));
    } catch (IllegalArgumentException e) {
      throw StoreException.of("Cannot dump the history: " + e.getMessage(), e);
    }
  }

  /**
   * Returns a new history with the turns and the limit of a dump. A dump that is not valid as a
   * whole changes nothing.
   *
   * <p>Values are read with {@link org.atomicagents.schema.Strictness#LENIENT}, since Python writes
   * some of them in other ways, such as decimals in quotes.
   *
   * @throws StoreException if the text is not a dump, or has a value of an unknown type or one that
   *     its type does not accept, unless such values are omitted; the message begins with {@code
   *     Invalid serialized data} and names the location
   */
  public ChatHistory read(String text) {
    try {
      Dump dump = json.read(text);
      ChatHistory history =
          dump.maxMessages().map(ChatHistory::latestMessages).orElseGet(ChatHistory::unbounded);
      dump.turns().forEach(history::commit);
      return history;
    } catch (IllegalArgumentException e) {
      throw StoreException.of("Invalid serialized data: " + e.getMessage(), e);
    }
  }
}
