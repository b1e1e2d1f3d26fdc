package org.atomicagents.openai;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.atomicagents.internal.provider.ChunkFastPath;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelEvent;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A parser of the model's message, from one {@code message} or a sequence of {@code delta}s. */
final class MessageReader {
  private final String provider;
  private final ArrayDeque<ModelEvent> events;
  private final ChunkFastPath chunkFastPath;
  private final ToolCallReader toolCalls;
  private final OpaquePartCollector opaque;
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder receivedText = new StringBuilder();
  private final boolean keepsText;
  private final Consumer<String> textConsumer = this::appendText;
  private final Consumer<String> reasoningConsumer = this::appendReasoning;
  private boolean hasText;
  private boolean hasReasoning;
  private boolean hasReasoningField;
  private String detailsText = "";

  MessageReader(String provider, ArrayDeque<ModelEvent> events, ChunkFastPath chunkFastPath) {
    this.provider = provider;
    this.events = events;
    this.chunkFastPath = chunkFastPath;
    this.opaque = new OpaquePartCollector(provider);
    this.toolCalls = new ToolCallReader(events, opaque, chunkFastPath);
    this.keepsText = provider.equals(Provider.GROQ.id());
  }

  void read(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    hasReasoning = false;
    detailsText = "";
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        readField(name, json);
        json.skipChildren();
      }
    }
    // Most servers send the same reasoning in a field of its own, some only in the details.
    if (!hasReasoningField) {
      appendReasoning(detailsText);
    }
  }

  void complete() {
    if (!refusal.isEmpty()) {
      events.add(new ModelEvent.Refused(refusal.toString()));
    }
    opaque.emitTo(!toolCalls.isEmpty(), events);
  }

  /**
   * Appends a response that was received inside an error.
   *
   * <p>Returns false if the response does not start with the text that was received before, or if
   * the model returned nothing.
   */
  boolean acceptFailedGeneration(FailedGeneration failed) {
    if (failed.function() != null) {
      toolCalls.readFailedCall(failed.function(), failed.text());
      return true;
    }
    String completeText = failed.text();
    if (completeText.isBlank() && !failed.isTruncated()) {
      // The text was streamed before the error, if the model returned any.
      return hasText || !toolCalls.isEmpty();
    }
    boolean isContinuation =
        !hasText
            || completeText.isEmpty()
            || (keepsText && completeText.startsWith(receivedText.toString()));
    if (isContinuation && !completeText.isEmpty()) {
      appendText(completeText.substring(receivedText.length()));
    }
    return isContinuation;
  }

  private void readField(String name, JsonParser json) {
    switch (name) {
      case "content" -> readContent(json);
      case "reasoning", "reasoning_content" -> readReasoning(json);
      case "tool_calls" -> toolCalls.readAll(json);
      case "role" -> {
        // Always "assistant"; some servers repeat it in each chunk.
      }
      default -> readRareField(name, json);
    }
  }

  private void readRareField(String name, JsonParser json) {
    chunkFastPath.markNotRepeatable();
    switch (name) {
      case "refusal" -> refusal.append(json.getValueAsString(""));
      case "function_call" -> toolCalls.readLegacy(json);
      case "reasoning_details" -> readDetails(WireJson.copy(json));
      case "thought_signature", "extra_content" -> opaque.addField(name, WireJson.copy(json));
      default -> readUnknownField(name, json);
    }
  }

  private void readContent(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      chunkFastPath.recordText(json, textConsumer);
      appendText(json.getString());
      return;
    }
    chunkFastPath.markNotRepeatable();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      new ContentPartsReader(this).readAll(json);
    } else {
      appendText(json.getValueAsString(""));
      json.skipChildren();
    }
  }

  // Some servers send the same reasoning under both names.
  private void readReasoning(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      chunkFastPath.recordText(json, reasoningConsumer);
    } else {
      chunkFastPath.markNotRepeatable();
    }
    if (json.currentToken() == JsonToken.VALUE_STRING && !hasReasoning) {
      String text = json.getString();
      hasReasoning = !text.isEmpty();
      hasReasoningField |= hasReasoning;
      appendReasoning(text);
    }
    json.skipChildren();
  }

  private void readDetails(String list) {
    opaque.addDetails(list);
    detailsText += OpaquePartCollector.textOf(list);
  }

  void appendText(String text) {
    if (!text.isEmpty()) {
      hasText = true;
      if (keepsText) {
        receivedText.append(text);
      }
      events.add(new ModelEvent.TextDelta(text));
    }
  }

  void appendReasoning(String text) {
    if (!text.isEmpty()) {
      opaque.appendReasoning(text);
      events.add(new ModelEvent.ReasoningDelta(text));
    }
  }

  void appendRefusal(String text) {
    refusal.append(text);
  }

  void emitOther(String json) {
    events.add(new ModelEvent.Other(provider, json));
  }

  /** Emits objects and lists, such as citations or executed tools, and ignores plain values. */
  private void readUnknownField(String name, JsonParser json) {
    if (!json.currentToken().isStructStart()) {
      return;
    }
    String value = WireJson.copy(json);
    if (!value.equals("{}") && !value.equals("[]")) {
      emitOther(WireJson.object(name, value));
    }
  }
}
