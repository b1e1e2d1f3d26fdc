package org.atomicagents.internal.catalog;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.json.JsonIo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * A value in a file of model families, with its path for messages.
 *
 * <p>Values are plain maps, lists, texts and truth values. The first use of a client reads a file,
 * and Jackson's tree model would take five times as long there, since its classes have to be
 * loaded.
 *
 * @param value the value; null if there is none
 * @param path the origin and the keys of the value
 */
record FamilyNode(@Nullable Object value, String path) {
  private static final int MAX_MESSAGE = 200;

  /** Returns the root of a file. */
  static FamilyNode root(String json, String origin) {
    try (JsonParser parser = JsonIo.parser(json)) {
      Object root = parser.nextToken() == null ? null : read(parser);
      if (parser.nextToken() != null) {
        throw invalidJson(origin, "text after the value");
      }
      return new FamilyNode(root, origin + ": ");
    } catch (JacksonException e) {
      throw invalidJson(origin, e.getOriginalMessage());
    }
  }

  private static ConfigurationException invalidJson(String origin, String reason) {
    return ConfigurationException.of(
        "%s: expected a JSON object of providers, found invalid JSON: %s"
            .formatted(
                origin,
                reason.length() <= MAX_MESSAGE ? reason : reason.substring(0, MAX_MESSAGE)));
  }

  private static @Nullable Object read(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
          parser.nextToken();
          if (map.containsKey(key)) {
            throw new StreamReadException(parser, "the key \"" + key + "\" twice");
          }
          map.put(key, read(parser));
        }
        yield map;
      }
      case START_ARRAY -> {
        var list = new ArrayList<@Nullable Object>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(read(parser));
        }
        yield list;
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new BigDecimal(parser.getString());
      default -> parser.getString();
    };
  }

  boolean has(String key) {
    return value instanceof Map<?, ?> map && map.containsKey(key);
  }

  /** Returns the value of a key; one without a value if there is none. */
  FamilyNode get(String key) {
    Object child = value instanceof Map<?, ?> map ? map.get(key) : null;
    return new FamilyNode(child, path.endsWith(": ") ? path + key : path + "." + key);
  }

  /** Returns the keys of this object; no keys if there is none. */
  Set<String> keys() {
    if (value == null) {
      return Set.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw invalid("an object");
    }
    var keys = new LinkedHashSet<String>();
    for (Object key : map.keySet()) {
      keys.add((String) key);
    }
    return keys;
  }

  /** Returns the items of this list; no items if there is none. */
  List<FamilyNode> items(String expected) {
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw invalid(expected);
    }
    var items = new ArrayList<FamilyNode>();
    for (Object item : list) {
      items.add(new FamilyNode(item, path + "[" + items.size() + "]"));
    }
    return items;
  }

  String text() {
    if (!(value instanceof String text)) {
      throw invalid("a text");
    }
    return text;
  }

  /** Returns this text; a default if there is none. */
  @Nullable String textOr(@Nullable String other) {
    return value == null ? other : text();
  }

  /** Returns the texts of this list; an empty list if there is none. */
  List<String> texts() {
    var texts = new ArrayList<String>();
    for (FamilyNode item : items("a list")) {
      texts.add(item.text());
    }
    return texts;
  }

  /** Returns this truth value; a default if there is none. */
  boolean isTrueOr(boolean other) {
    if (value == null) {
      return other;
    }
    if (!(value instanceof Boolean isTrue)) {
      throw invalid("true or false");
    }
    return isTrue;
  }

  /** Returns this value; throws an exception if it has another key. */
  FamilyNode requireKeys(Set<String> expected) {
    for (String key : keys()) {
      if (!expected.contains(key)) {
        throw ConfigurationException.of(
            "%s: expected one of the keys %s, found \"%s\""
                .formatted(path, new TreeSet<>(expected), key));
      }
    }
    return this;
  }

  ConfigurationException invalid(String expected) {
    return ConfigurationException.of(
        "%s: expected %s, found %s"
            .formatted(
                path.endsWith(": ") ? path + "the root" : path,
                expected,
                value == null ? "nothing" : describe(value)));
  }

  private static String describe(Object value) {
    return switch (value) {
      case String text -> JsonIo.quote(text);
      case List<?> list -> list.isEmpty() ? "[]" : "a list";
      case Map<?, ?> map -> map.isEmpty() ? "{}" : "an object";
      default -> value.toString();
    };
  }
}
