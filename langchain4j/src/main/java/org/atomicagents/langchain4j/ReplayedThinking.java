package org.atomicagents.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The thinking and the attributes of a response, which some providers require back with the results
 * of its tool calls: signatures of thinking, for instance.
 *
 * <p>They are stored as one JSON object with the key {@value #KEY}. Attributes that are no JSON
 * values, such as generated images, are not stored.
 */
final class ReplayedThinking {
  private static final String KEY = "langchain4j";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> ATTRIBUTES = new TypeReference<>() {};
  private static final Logger log = LoggerFactory.getLogger(ReplayedThinking.class);

  private ReplayedThinking() {}

  /** Returns the JSON of a message's thinking and attributes; null if it has neither. */
  static @Nullable String store(AiMessage message) {
    String thinking = message.thinking();
    Map<String, Object> all = message.attributes();
    Map<String, Object> attributes = all == null ? Map.of() : plain(all);
    if ((thinking == null || thinking.isEmpty()) && attributes.isEmpty()) {
      return null;
    }
    var stored = new LinkedHashMap<String, Object>();
    if (thinking != null) {
      stored.put("thinking", thinking);
    }
    if (!attributes.isEmpty()) {
      stored.put("attributes", attributes);
    }
    return JSON.writeValueAsString(Map.of(KEY, stored));
  }

  /** Adds stored thinking and attributes to a message; returns whether there are any. */
  static boolean restore(String json, AiMessage.Builder message) {
    JsonNode stored;
    try {
      stored = JSON.readTree(json).path(KEY);
    } catch (JacksonException e) {
      log.debug("An opaque part of another origin was skipped", e);
      return false;
    }
    JsonNode thinking = stored.path("thinking");
    if (thinking.isString()) {
      message.thinking(thinking.stringValue());
    }
    JsonNode attributes = stored.path("attributes");
    if (attributes.isObject()) {
      message.attributes(JSON.convertValue(attributes, ATTRIBUTES));
    }
    return thinking.isString() || attributes.isObject();
  }

  private static Map<String, Object> plain(Map<String, Object> attributes) {
    var kept = new LinkedHashMap<String, Object>();
    attributes.forEach((name, value) -> {
      if (isPlain(value)) {
        kept.put(name, value);
      } else {
        log.debug("The attribute {} of a response is no JSON value, and is not replayed", name);
      }
    });
    return kept;
  }

  private static boolean isPlain(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case String text -> true;
      case Number number -> true;
      case Boolean truth -> true;
      case List<?> list -> new ArrayList<>(list).stream().allMatch(ReplayedThinking::isPlain);
      case Map<?, ?> map ->
          map.keySet().stream().allMatch(String.class::isInstance)
              && map.values().stream().allMatch(ReplayedThinking::isPlain);
      default -> false;
    };
  }
}
