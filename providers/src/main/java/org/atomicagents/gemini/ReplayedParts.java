package org.atomicagents.gemini;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Content;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A writer of the parts of an earlier response, with their signatures in place.
 *
 * <p>An opaque part is {@code {"gemini_parts":[...]}}. Its items are parts of the response, except
 * that a text is its length and a function call is its id. A text that was repaired or edited has
 * another length than the parts; it is written in the place of the last text, with its signature.
 * Calls that the message does not contain are omitted. Source:
 * https://ai.google.dev/gemini-api/docs/thought-signatures.
 */
final class ReplayedParts {
  static final String TEXT = "text";
  static final String CALL = "functionCall";
  private static final String KEY = "gemini_parts";
  private static final String SIGNATURE = "thoughtSignature";

  /** The documented signature of a function call that the model did not generate. */
  private static final String FOREIGN_SIGNATURE = "skip_thought_signature_validator";

  private final JsonGenerator json;
  private final String text;
  private final List<Content.ToolCall> calls;
  private boolean needsSignature;
  private boolean isTextWritten;
  private boolean isEmpty = true;
  private int position;

  /**
   * Creates a writer.
   *
   * @param needsSignature whether Google rejects a response whose first call has no signature
   */
  ReplayedParts(
      JsonGenerator json, String text, List<Content.ToolCall> calls, boolean needsSignature) {
    this.json = json;
    this.text = text;
    this.calls = new ArrayList<>(calls);
    this.needsSignature = needsSignature;
    this.isTextWritten = text.isEmpty();
  }

  /** Returns the JSON of an opaque part; each item is JSON. */
  static String part(List<String> items) {
    return "{\"%s\":[%s]}".formatted(KEY, String.join(",", items));
  }

  /** Writes the parts of an opaque part. */
  void replay(String opaque) {
    JsonNode parts = WireJson.JsonTreeReader.MAPPER.readTree(opaque).path(KEY);
    int length = 0;
    int lastText = -1;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).path(TEXT).isInt()) {
        length += parts.get(i).path(TEXT).asInt();
        lastText = i;
      }
    }
    boolean isSameText = length == text.length();
    for (int i = 0; i < parts.size(); i++) {
      JsonNode part = parts.get(i);
      if (part.path(TEXT).isInt()) {
        replayText(part, isSameText, i == lastText);
      } else if (part.path(CALL).isString()) {
        replayCall(part);
      } else {
        json.writeRawValue(part.toString());
        isEmpty = false;
      }
    }
  }

  private void replayText(JsonNode part, boolean isSameText, boolean isLast) {
    if (isSameText) {
      int end = position + part.path(TEXT).asInt();
      writeText(text.substring(position, end), signature(part));
      position = end;
      isTextWritten |= isLast;
    } else if (isLast && !isTextWritten) {
      writeText(text, signature(part));
      isTextWritten = true;
    }
  }

  private void replayCall(JsonNode part) {
    String id = part.path(CALL).stringValue();
    for (Content.ToolCall call : calls) {
      if (call.id().equals(id)) {
        calls.remove(call);
        writeCall(call, signature(part));
        return;
      }
    }
  }

  private static @Nullable String signature(JsonNode part) {
    return part.path(SIGNATURE).asString(null);
  }

  /** Writes the text and the calls that no replayed part contained; at least one part. */
  void writeRest() {
    if (!isTextWritten || (isEmpty && calls.isEmpty())) {
      writeText(text, null);
      isTextWritten = true;
    }
    calls.forEach(call -> writeCall(call, null));
    calls.clear();
  }

  private void writeText(String value, @Nullable String signature) {
    isEmpty = false;
    json.writeStartObject();
    json.writeStringProperty(TEXT, value);
    writeSignature(signature);
    json.writeEndObject();
  }

  private void writeCall(Content.ToolCall call, @Nullable String signature) {
    isEmpty = false;
    json.writeStartObject();
    json.writeObjectPropertyStart(CALL);
    json.writeStringProperty("id", call.id());
    json.writeStringProperty("name", call.name());
    WireJson.writeField(
        json, "args", WireJson.argumentsOf(call.arguments(), "malformed_arguments"));
    json.writeEndObject();
    writeSignature(signature == null && needsSignature ? FOREIGN_SIGNATURE : signature);
    needsSignature = false;
    json.writeEndObject();
  }

  private void writeSignature(@Nullable String signature) {
    if (signature != null) {
      json.writeStringProperty(SIGNATURE, signature);
    }
  }
}
