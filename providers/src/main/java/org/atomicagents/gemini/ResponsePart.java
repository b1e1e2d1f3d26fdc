package org.atomicagents.gemini;

import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A part of a response: a text, a thought, a function call, or content of a tool that Google runs.
 *
 * <p>Source: https://ai.google.dev/api/caching#Part. Not thread-safe.
 */
final class ResponsePart {
  private final StringBuilder others = new StringBuilder();
  @Nullable String text;
  @Nullable String signature;
  boolean isThought;
  boolean isCall;
  @Nullable String callId;
  @Nullable String function;
  String arguments = "{}";
  private boolean hasInlineData;

  /** Parses the current object. */
  static ResponsePart read(JsonParser json) {
    var part = new ResponsePart();
    WireJson.readFields(json, name -> part.readField(name, json));
    if (part.signature != null && part.text == null && !part.isCall && part.others.isEmpty()) {
      part.text = "";
    }
    return part;
  }

  private void readField(String name, JsonParser json) {
    switch (name) {
      case "text" -> text = json.getValueAsString(null);
      case "thoughtSignature" -> signature = json.getValueAsString(null);
      case "thought" -> isThought = json.getValueAsBoolean(false);
      case "functionCall" -> readCall(json);
      default -> {
        hasInlineData |= name.equals("inlineData");
        others
            .append(others.isEmpty() ? "" : ",")
            .append(WireJson.quote(name))
            .append(':')
            .append(WireJson.copy(json));
      }
    }
  }

  private void readCall(JsonParser json) {
    isCall = json.currentToken() == JsonToken.START_OBJECT;
    WireJson.readFields(
        json,
        name -> {
          switch (name) {
            case "name" -> function = json.getValueAsString(null);
            case "id" -> callId = json.getValueAsString(null);
            case "args" -> arguments = WireJson.copy(json);
            default -> {}
          }
        });
  }

  /** Returns whether the part has content other than a text and a function call. */
  boolean isOther() {
    return !isCall && text == null && !others.isEmpty();
  }

  /**
   * Returns whether a later request repeats the part as it is: content of a tool of Google, or a
   * thought with a signature. Media without a signature are not repeated.
   */
  boolean isRepeated() {
    return isOther() ? !hasInlineData || signature != null : isThought && signature != null;
  }

  /** Returns the JSON of the part, except for a function call. */
  String json() {
    var json = new StringBuilder("{").append(others);
    append(json, "text", text == null ? null : WireJson.quote(text));
    append(json, "thought", isThought ? "true" : null);
    append(json, "thoughtSignature", signature == null ? null : WireJson.quote(signature));
    return json.append('}').toString();
  }

  private static void append(StringBuilder json, String name, @Nullable String value) {
    if (value != null) {
      json.append(json.length() == 1 ? "" : ",").append('"').append(name).append("\":");
      json.append(value);
    }
  }
}
