package org.atomicagents.internal.schema.type;

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
 * @param constants the only keys that there are; null if there is no such list
 * @param parser gives null, or throws, where a text is no such key
 * @param formatter the inverse
 * @param isJsonTree whether the map is an object in Jackson's tree
 */
public record MapKey(
    String expected,
    @Nullable EnumNode constants,
    Function<String, @Nullable Object> parser,
    Function<Object, String> formatter,
    boolean isJsonTree) {

  public static final MapKey TEXT =
      new MapKey("a text", null, text -> text, Object::toString, false);

  /** The texts that are integers, as they are written. */
  public static final String INTEGER_PATTERN = "^(?:0|-?[1-9][0-9]*)$";

  /** Of an object in Jackson's tree. */
  public static final MapKey JSON =
      new MapKey("a text", null, text -> text, Object::toString, true);

  public static final MapKey INTEGER = number("an integer", Integer::valueOf);

  public static final MapKey LONG = number("an integer", Long::valueOf);

  public static MapKey of(EnumNode constants) {
    return new MapKey(
        constants.expected(), constants, constants::constant, constants::nameOf, false);
  }

  public boolean isInteger() {
    return equals(INTEGER) || equals(LONG);
  }

  @Nullable
  public Object parse(String text) {
    return parser.apply(text);
  }

  public String format(Object key) {
    return formatter.apply(key);
  }

  /** The entries as the map that is wanted; unmodifiable unless it is Jackson's. */
  Object toMap(Map<@Nullable Object, @Nullable Object> entries) {
    if (!isJsonTree) {
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
