package org.atomicagents.internal.store;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.chat.Turn;
import org.atomicagents.internal.store.TypeRegistry.EncodedValue;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The dump format of the Python original.
 *
 * <p>Entries that it cannot express have additional keys, which it ignores: {@code parts} for a
 * message that is not the JSON of its value, {@code pinned} for pinned turns. An entry without a
 * typed value has a class name that Python cannot resolve.
 *
 * @param types the types of the values
 */
public record DumpJson(TypeRegistry types) {
  /** The class name of entries without a typed value; their data is the text of the message. */
  public static final String UNTYPED = "org.atomicagents.message.Message";

  private static final String HISTORY = "history";
  private static final String CONTENT = "content";
  private static final String CLASS_NAME = "class_name";
  private static final String DATA = "data";
  private static final String TURN_ID = "turn_id";
  private static final String PINNED = "pinned";
  private static final String MAX_MESSAGES = "max_messages";
  private static final String CURRENT_TURN = "current_turn_id";

  /**
   * The content of a dump.
   *
   * @param turns the turns, oldest first
   * @param maxMessages the maximum number of messages; empty if it is not limited
   */
  public record Dump(List<Turn> turns, Optional<Integer> maxMessages) {
    public Dump {
      turns = List.copyOf(turns);
    }
  }

  /**
   * Returns a history as JSON.
   *
   * @throws IllegalArgumentException if a value is of an unknown type
   */
  public String write(Dump dump) {
    return TurnJson.text(json -> {
      json.writeStartObject();
      json.writeArrayPropertyStart(HISTORY);
      for (Turn turn : dump.turns()) {
        turn.entries().forEach(entry -> writeEntry(json, turn, entry));
      }
      json.writeEndArray();
      json.writeName(MAX_MESSAGES);
      dump.maxMessages().ifPresentOrElse(json::writeNumber, json::writeNull);
      json.writeName(CURRENT_TURN);
      if (dump.turns().isEmpty()) {
        json.writeNull();
      } else {
        json.writeString(dump.turns().getLast().id());
      }
      json.writeEndObject();
    });
  }

  private void writeEntry(JsonGenerator json, Turn turn, ChatEntry entry) {
    Object value = entry.value();
    EncodedValue encoded =
        Optional.ofNullable(value)
            .flatMap(types::encode)
            .orElseGet(() -> new EncodedValue(UNTYPED, entry.message().text()));
    json.writeStartObject();
    json.writeStringProperty("role", EntryJson.nameOf(entry.role()));
    json.writeObjectPropertyStart(CONTENT);
    json.writeStringProperty(CLASS_NAME, encoded.type());
    json.writeStringProperty(DATA, encoded.json());
    json.writeEndObject();
    json.writeStringProperty(TURN_ID, turn.id());
    List<Content> derived =
        Optional.ofNullable(value)
            .flatMap(types::parts)
            .orElseGet(() -> Message.of(entry.role(), encoded.json()).parts());
    if (!entry.message().parts().equals(derived)) {
      json.writeName(EntryJson.PARTS);
      PartJson.write(json, entry.message().parts());
    }
    if (turn.isPinned()) {
      json.writeBooleanProperty(PINNED, true);
    }
    json.writeEndObject();
  }

  /**
   * Returns the content of a dump.
   *
   * @throws IllegalArgumentException if the text is not a dump, or has a value that is rejected;
   *     the message begins with the location
   */
  public Dump read(String text) {
    JsonObjectReader json = JsonObjectReader.of(text);
    Optional<Integer> maxMessages = json.optionalPositiveInteger(MAX_MESSAGES);
    json.requireOptionalText(CURRENT_TURN);
    var turns = new ArrayList<Turn>();
    var entries = new ArrayList<ChatEntry>();
    var ids = new HashSet<String>();
    @Nullable String currentId = null;
    for (JsonObjectReader message : json.objects(HISTORY)) {
      ChatEntry entry = readEntry(message);
      String id = message.requireOptionalText(TURN_ID).orElse(null);
      boolean isNew =
          turns.isEmpty()
              || (id == null
                  ? entry.role() == Role.USER || currentId != null
                  : !id.equals(currentId));
      currentId = id;
      if (isNew) {
        complete(turns, entries);
        turns.add(newTurn(message, id, entry, ids));
      }
      entries.add(entry);
    }
    complete(turns, entries);
    return new Dump(turns, maxMessages);
  }

  /** Gives the last turn its entries, which were collected since its beginning. */
  private static void complete(List<Turn> turns, List<ChatEntry> entries) {
    if (!turns.isEmpty()) {
      turns.add(turns.removeLast().withEntries(entries));
      entries.clear();
    }
  }

  private static Turn newTurn(
      JsonObjectReader message, @Nullable String id, ChatEntry entry, HashSet<String> ids) {
    String turnId = id == null ? UUID.randomUUID().toString() : id;
    if (!ids.add(turnId)) {
      throw new IllegalArgumentException(
          message.path(TURN_ID)
              + ": expected the messages of a turn in succession, found others between them");
    }
    return Turn.of(turnId, List.of(entry)).withPinned(message.flag(PINNED));
  }

  private ChatEntry readEntry(JsonObjectReader json) {
    Role role = EntryJson.role(json);
    JsonObjectReader content = json.object(CONTENT);
    String className = content.text(CLASS_NAME);
    String data = content.text(DATA);
    List<Content> parts =
        json.has(EntryJson.PARTS)
            ? json.objects(EntryJson.PARTS).stream().map(PartJson::read).toList()
            : List.of();
    if (className.equals(UNTYPED)) {
      return ChatEntry.of(message(role, parts, data));
    }
    Object value =
        types.decode(
            new EncodedValue(className, data),
            Strictness.LENIENT,
            content.path(CLASS_NAME),
            content.path(DATA));
    if (value == null) {
      return ChatEntry.of(message(role, parts, data));
    }
    List<Content> derived = types.parts(value).orElseGet(() -> List.of(new Content.Text(data)));
    return ChatEntry.of(value, new Message(role, parts.isEmpty() ? derived : parts));
  }

  private static Message message(Role role, List<Content> parts, String text) {
    return parts.isEmpty() ? Message.of(role, text) : new Message(role, parts);
  }
}
