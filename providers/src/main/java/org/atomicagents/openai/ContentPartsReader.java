package org.atomicagents.openai;

import org.atomicagents.internal.provider.WireJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A parser of message content that is a list of parts.
 *
 * <p>Mistral's reasoning models use this form (https://docs.mistral.ai/capabilities/reasoning),
 * with the reasoning as a nested list of parts.
 */
final class ContentPartsReader {
  private final MessageReader message;

  ContentPartsReader(MessageReader message) {
    this.message = message;
  }

  void readAll(JsonParser json) {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() == JsonToken.START_OBJECT) {
        readPart(WireJson.copy(json));
      } else {
        message.appendText(json.getValueAsString(""));
        json.skipChildren();
      }
    }
  }

  // The type may follow the fields that depend on it, so a part is parsed twice; parts are rare.
  private void readPart(String part) {
    String type = readType(part);
    try (JsonParser json = WireJson.parser(part)) {
      json.nextToken();
      boolean isKnown = false;
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        isKnown |= readField(type, name, json);
      }
      if (!isKnown) {
        message.emitOther(part);
      }
    }
  }

  private boolean readField(String type, String name, JsonParser json) {
    switch (name) {
      case "thinking", "reasoning" -> message.appendReasoning(readText(json));
      case "refusal" -> message.appendRefusal(readText(json));
      case "text" -> {
        if (type.equals("thinking") || type.equals("reasoning")) {
          message.appendReasoning(readText(json));
        } else {
          message.appendText(readText(json));
        }
      }
      default -> {
        json.skipChildren();
        return false;
      }
    }
    return true;
  }

  private static String readType(String part) {
    try (JsonParser json = WireJson.parser(part)) {
      json.nextToken();
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        if (name.equals("type")) {
          return json.getValueAsString("");
        }
        json.skipChildren();
      }
      return "";
    }
  }

  /** Returns a string, or the concatenated texts of a list of parts. */
  private static String readText(JsonParser json) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      String text = json.getValueAsString("");
      json.skipChildren();
      return text;
    }
    var texts = new StringBuilder();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      texts.append(readNestedText(json));
    }
    return texts.toString();
  }

  private static String readNestedText(JsonParser json) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      String text = json.getValueAsString("");
      json.skipChildren();
      return text;
    }
    @Nullable String text = "";
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      if (name.equals("text")) {
        text = json.getValueAsString("");
      }
      json.skipChildren();
    }
    return text;
  }
}
