package org.atomicagents.testing.internal.server;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads the text of messages, which is a string or a list of parts. */
public final class MessageText {
  private MessageText() {}

  /** Returns the text of a string or of the parts of a message. */
  public static String of(JsonNode content) {
    if (!content.isArray()) {
      return content.asString("");
    }
    var text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(part.path("text").asString(""));
    }
    return text.toString();
  }

  /** Returns the string values of a text that is JSON, so that property names are no topics. */
  public static String withoutNames(String text) {
    try {
      JsonNode json = ServerJson.read(text);
      return json.isContainer() ? String.join(" ", strings(json)) : text;
    } catch (JacksonException plainText) {
      return text;
    }
  }

  private static List<String> strings(JsonNode json) {
    var strings = new ArrayList<String>();
    for (JsonNode child : json) {
      if (child.isString()) {
        strings.add(child.stringValue());
      } else {
        strings.addAll(strings(child));
      }
    }
    return strings;
  }
}
