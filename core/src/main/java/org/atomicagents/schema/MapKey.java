package org.atomicagents.schema;

import java.util.Collections;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the keys of a map are in Java.
 *
 * @param expected what a key must be, in words
 * @param names the only keys that there are; null if there is no such list
 * @param reader gives null, or throws, where a text is no such key
 * @param writer the inverse
 * @param inTree whether the map is an object in Jackson's tree
 */
record MapKey(
    String expected,
    @Nullable EnumNode names,
    Function<String, @Nullable Object> reader,
    Function<Object, String> writer,
    boolean inTree) {

  static final MapKey TEXT = new MapKey("a text", null, text -> text, Object::toString, false);

  /** The texts that are integers, as they are written. */
  static final String INTEGERS = "^(?:0|-?[1-9][0-9]*)$";

  /** Of an object in Jackson's tree. */
  static final MapKey JSON = new MapKey("a text", null, text -> text, Object::toString, true);

  static final MapKey INTEGER = number("an integer", Integer::valueOf);

  static final MapKey LONG = number("an integer", Long::valueOf);

  static MapKey of(EnumNode constants) {
    return new MapKey(
        constants.expected(), constants, constants::constant, constants::nameOf, false);
  }

  boolean isInteger() {
    return equals(INTEGER) || equals(LONG);
  }

  @Nullable Object read(String text) {
    return reader.apply(text);
  }

  String write(Object key) {
    return writer.apply(key);
  }

  /** The entries as the map that is wanted; unmodifiable unless it is Jackson's. */
  Object map(Map<@Nullable Object, @Nullable Object> entries) {
    if (!inTree) {
      return Collections.unmodifiableMap(entries);
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    entries.forEach((key, value) -> object.set((String) key, (JsonNode) value));
    return object;
  }

  void forEach(Object map, BiConsumer<Object, @Nullable Object> action) {
    if (map instanceof JsonNode object) {
      object.properties().forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
    } else {
      ((Map<?, ?>) map).forEach(action);
    }
  }

  // Only as it is written: two spellings of one number would be two keys.
  private static MapKey number(String expected, Function<String, Object> parser) {
    return new MapKey(
        expected,
        null,
        text -> {
          try {
            Object number = parser.apply(text);
            return number.toString().equals(text) ? number : null;
          } catch (NumberFormatException e) {
            return null;
          }
        },
        Object::toString,
        false);
  }
}
