package org.atomicagents.internal.run;

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

  /** Returns the message of an entry; as text if it is the only content of an input. */
  public static Message of(ChatEntry entry) {
    Message message = entry.message();
    boolean isInput =
        entry.value() != null
            && message.role() == Role.USER
            && message.parts().size() == 1
            && message.parts().getFirst() instanceof Content.Text;
    return isInput ? Message.user(text(JsonTree.read(message.text()))) : message;
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
