package org.atomicagents.internal.request;

import java.util.ArrayList;
import java.util.stream.Collectors;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.message.Content;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import tools.jackson.databind.JsonNode;

/** Writes inputs as text instead of JSON, for models that continue JSON instead of answering. */
public final class PlainInput {
  private PlainInput() {}

  /** Returns the message of an entry; the JSON of an input as text, its media unchanged. */
  public static Message of(ChatEntry entry) {
    Message message = entry.message();
    // The first part of an input without JSON is a medium or its label.
    boolean isInput =
        entry.value() != null
            && message.role() == Role.USER
            && !message.parts().isEmpty()
            && message.parts().getFirst() instanceof Content.Text first
            && first.text().startsWith("{");
    if (!isInput) {
      return message;
    }
    var parts = new ArrayList<Content>(message.parts());
    String json = ((Content.Text) parts.getFirst()).text();
    parts.set(0, new Content.Text(text(JsonTree.read(json))));
    return new Message(Role.USER, parts);
  }

  /** Returns a single text as it is, other inputs as lines of names and values. */
  private static String text(JsonNode input) {
    if (input.size() == 1 && input.isObject()) {
      JsonNode single = input.properties().iterator().next().getValue();
      if (single.isString()) {
        return single.stringValue();
      }
    }
    return input.properties().stream()
        .filter(property -> !property.getValue().isNull())
        .map(property -> property.getKey() + ": " + value(property.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String value(JsonNode value) {
    return value.isString() ? value.stringValue() : JsonTree.write(value);
  }
}
