package org.atomicagents.openai;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.model.ModelEvent;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads what the model says, from a {@code message} or one {@code delta} after the other. */
final class MessageReader {
  private final String provider;
  private final ArrayDeque<ModelEvent> events;
  private final RepeatedChunk repeated;
  private final ToolCallReader calls;
  private final OpaqueParts opaque;
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder said = new StringBuilder();
  private final boolean keepsText;
  private final Consumer<String> takesText = this::text;
  private final Consumer<String> takesThought = this::thought;
  private boolean hasText;
  private boolean hasReasoned;

  MessageReader(String provider, ArrayDeque<ModelEvent> events, RepeatedChunk repeated) {
    this.provider = provider;
    this.events = events;
    this.repeated = repeated;
    this.opaque = new OpaqueParts(provider);
    this.calls = new ToolCallReader(events, opaque, repeated);
    this.keepsText = provider.equals(Provider.GROQ.id());
  }

  void read(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    hasReasoned = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (json.nextToken() != JsonToken.VALUE_NULL) {
        field(name, json);
        json.skipChildren();
      }
    }
  }

  void end() {
    if (!refusal.isEmpty()) {
      events.add(new ModelEvent.Refused(refusal.toString()));
    }
    opaque.end(!calls.isEmpty(), events);
  }

  /** Goes on with what was told as an error; false if it doesn't go on with what has come. */
  boolean takeFailed(FailedGeneration failed) {
    if (failed.function() != null) {
      calls.readFailed(failed.function(), failed.text());
      return true;
    }
    String whole = failed.text();
    boolean goesOn =
        !hasText || whole.isEmpty() || (keepsText && whole.startsWith(said.toString()));
    if (goesOn && !whole.isEmpty()) {
      text(whole.substring(said.length()));
    }
    return goesOn;
  }

  private void field(String name, JsonParser json) {
    switch (name) {
      case "content" -> content(json);
      case "reasoning", "reasoning_content" -> reasoning(json);
      case "tool_calls" -> calls.readAll(json);
      case "role" -> {
        // Always the assistant's; some servers say so in each chunk.
      }
      default -> rareField(name, json);
    }
  }

  private void rareField(String name, JsonParser json) {
    repeated.noteOther();
    switch (name) {
      case "refusal" -> refusal.append(json.getValueAsString(""));
      case "function_call" -> calls.readLegacy(json);
      case "reasoning_details" -> opaque.addDetails(WireJson.copy(json));
      case "thought_signature", "extra_content" -> opaque.add(name, WireJson.copy(json));
      default -> other(name, json);
    }
  }

  private void content(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      repeated.noteText(json, takesText);
      text(json.getString());
      return;
    }
    repeated.noteOther();
    if (json.currentToken() == JsonToken.START_ARRAY) {
      new ContentPartsReader(this).readAll(json);
    } else {
      text(json.getValueAsString(""));
      json.skipChildren();
    }
  }

  // Some servers send the same thought under both names.
  private void reasoning(JsonParser json) {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      repeated.noteText(json, takesThought);
    } else {
      repeated.noteOther();
    }
    if (json.currentToken() == JsonToken.VALUE_STRING && !hasReasoned) {
      String thought = json.getString();
      hasReasoned = !thought.isEmpty();
      thought(thought);
    }
    json.skipChildren();
  }

  void text(String text) {
    if (!text.isEmpty()) {
      hasText = true;
      if (keepsText) {
        said.append(text);
      }
      events.add(new ModelEvent.TextDelta(text));
    }
  }

  void thought(String text) {
    if (!text.isEmpty()) {
      opaque.thought(text);
      events.add(new ModelEvent.ReasoningDelta(text));
    }
  }

  void refused(String text) {
    refusal.append(text);
  }

  void unknown(String json) {
    events.add(new ModelEvent.Other(provider, json));
  }

  /** Objects and lists tell something (citations, executed tools); plain values are notes. */
  private void other(String name, JsonParser json) {
    if (!json.currentToken().isStructStart()) {
      return;
    }
    String value = WireJson.copy(json);
    if (!value.equals("{}") && !value.equals("[]")) {
      unknown(WireJson.object(name, value));
    }
  }
}
