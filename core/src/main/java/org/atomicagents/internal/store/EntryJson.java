package org.atomicagents.internal.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.internal.store.TypeRegistry.EncodedValue;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.schema.Strictness;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON form of an entry: role, parts, and the typed value with its type name.
 *
 * <p>The value is left out if it is the text of the message, as it usually is.
 *
 * @param types the types of the values
 */
record EntryJson(TypeRegistry types) {
  static final String TYPE = "type";
  static final String PARTS = "parts";
  private static final String ROLE = "role";
  private static final String VALUE = "value";

  void write(JsonGenerator json, ChatEntry entry) {
    json.writeStartObject();
    json.writeStringProperty(ROLE, nameOf(entry.role()));
    Object value = entry.value();
    Optional<EncodedValue> encoded = value == null ? Optional.empty() : types.encode(value);
    encoded.ifPresent(typed -> {
      json.writeStringProperty(TYPE, typed.type());
      if (!isText(entry.message(), typed.json())) {
        json.writeStringProperty(VALUE, typed.json());
      }
    });
    json.writeName(PARTS);
    PartJson.write(json, entry.message().parts());
    json.writeEndObject();
  }

  /** Returns whether the message has one text part, which is the given one. */
  private static boolean isText(Message message, String text) {
    List<String> texts =
        message.parts().stream()
            .filter(Content.Text.class::isInstance)
            .map(part -> ((Content.Text) part).text())
            .toList();
    return texts.equals(List.of(text));
  }

  ChatEntry read(JsonObjectReader json) {
    var parts = json.objects(PARTS).stream().map(PartJson::read).toList();
    var message = new Message(role(json), parts);
    Optional<String> type = json.optionalText(TYPE);
    Optional<String> value = json.optionalText(VALUE);
    json.requireNoOtherKeys();
    if (type.isEmpty()) {
      return ChatEntry.of(message);
    }
    var encoded = new EncodedValue(type.get(), value.orElseGet(message::text));
    Object decoded =
        types.decode(
            encoded,
            Strictness.STRICT,
            json.path(TYPE),
            json.path(value.isPresent() ? VALUE : PARTS));
    return decoded == null ? ChatEntry.of(message) : ChatEntry.of(decoded, message);
  }

  static String nameOf(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  static Role role(JsonObjectReader json) {
    return switch (json.text(ROLE)) {
      case "system", "developer" -> Role.SYSTEM;
      case "user" -> Role.USER;
      case "assistant" -> Role.ASSISTANT;
      case "tool" -> Role.TOOL;
      default -> throw json.expected(ROLE, "system, user, assistant or tool");
    };
  }
}
