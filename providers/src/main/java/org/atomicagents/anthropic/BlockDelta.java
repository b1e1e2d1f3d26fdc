package org.atomicagents.anthropic;

import java.util.function.BiConsumer;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/** The fields of a delta, which adds to a content block. */
final class BlockDelta {
  private String type = "";
  private String text = "";
  private @Nullable String citation;
  private @Nullable String encryptedContent;

  /**
   * Reads a delta, which is the current object.
   *
   * @param otherFields reads the other fields, which are those of a message
   */
  void read(JsonParser json, BiConsumer<String, JsonParser> otherFields) {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      switch (name) {
        case "type" -> type = json.getValueAsString("");
        case "text", "partial_json", "thinking", "signature", "content" ->
            text = json.getValueAsString("");
        case "encrypted_content" -> encryptedContent = json.getValueAsString(null);
        case "citation" -> citation = WireJson.copy(json);
        default -> otherFields.accept(name, json);
      }
      json.skipChildren();
    }
  }

  String type() {
    return type;
  }

  /** Returns the text, the JSON, the thinking, the signature or the summary of the delta. */
  String text() {
    return text;
  }

  /** Returns the citation as JSON; null if the delta has none. */
  @Nullable String citation() {
    return citation;
  }

  @Nullable String encryptedContent() {
    return encryptedContent;
  }
}
