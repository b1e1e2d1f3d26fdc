package org.atomicagents.anthropic;

import java.util.function.BiConsumer;
import org.atomicagents.internal.provider.ChunkFastPath;
import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The fields of a delta, which adds to a content block. */
final class BlockDelta {
  private String type = "";
  private String text = "";
  private @Nullable String citation;
  private @Nullable String encryptedContent;

  /**
   * Reads a delta, if it is the current value.
   *
   * @param fastPath records a delta that is nothing but a text
   * @param otherFields reads the other fields, which are those of a message
   */
  void read(JsonParser json, ChunkFastPath fastPath, BiConsumer<String, JsonParser> otherFields) {
    WireJson.readFields(
        json,
        name -> {
          switch (name) {
            case "type" -> type = json.getValueAsString("");
            case "text", "partial_json", "thinking", "signature", "content" ->
                readText(json, fastPath);
            default -> {
              fastPath.markNotRepeatable();
              readOther(name, json, otherFields);
            }
          }
        });
  }

  private void readText(JsonParser json, ChunkFastPath fastPath) {
    text = json.getValueAsString("");
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      fastPath.recordText(json, this::setText);
    } else {
      fastPath.markNotRepeatable();
    }
  }

  private void readOther(String name, JsonParser json, BiConsumer<String, JsonParser> otherFields) {
    switch (name) {
      case "encrypted_content" -> encryptedContent = json.getValueAsString(null);
      case "citation" -> citation = WireJson.copy(json);
      default -> otherFields.accept(name, json);
    }
  }

  /** Replaces the text, for a delta that differs in it only. */
  void setText(String text) {
    this.text = text;
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
