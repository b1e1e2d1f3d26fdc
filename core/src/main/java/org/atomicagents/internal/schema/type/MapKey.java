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
 * The type of a map's keys.
 *
 * @param expected the description of a valid key for violations
 * @param constants the enum of the keys; null if they are not enum constants
 * @param parser returns null for a text that is not a valid key
 * @param formatter the inverse of the parser
 * @param isJsonTree whether the map is an object of Jackson's tree
 */
public record MapKey(
    String expected,
    @Nullable EnumNode constants,
    Function<String, @Nullable Object> parser,
    Function<Object, String> formatter,
    boolean isJsonTree) {

  public static final MapKey TEXT =
      new MapKey("a string", null, text -> text, Object::toString, false);

  /** The pattern of integer keys in their canonical form. */
  public static final String INTEGER_PATTERN = "^(?:0|-?[1-9][0-9]*)$";

  /** The key type of an object of Jackson's tree. */
  public static final MapKey JSON =
      new MapKey("a string", null, text -> text, Object::toString, true);

  public static final MapKey INTEGER = number("an integer", Integer::valueOf);

  public static final MapKey LONG = number("an integer", Long::valueOf);

  public static MapKey of(EnumNode constants) {
    return new MapKey(
        constants.expected(), constants, constants::constant, constants::nameOf, false);
  }

  public boolean isInteger() {
    return equals(INTEGER) || equals(LONG);
  }

  /** Returns the key that a text represents; null if it is not a valid key. */
  @Nullable
  public Object parse(String text) {
    return parser.apply(text);
  }

  public String format(Object key) {
    return formatter.apply(key);
  }

  /** Returns the entries as a map of this key type; unmodifiable unless it is a Jackson object. */
  Object toMap(Map<@Nullable Object, @Nullable Object> entries) {
    if (!isJsonTree) {
      return Collections.unmodifiableMap(entries);
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    entries.forEach((key, value) -> object.set((String) key, (JsonNode) value));
    return object;
  }

  /** Performs an action for each entry of a map, in its order. */
  public void forEach(Object map, BiConsumer<Object, @Nullable Object> action) {
    if (map instanceof JsonNode object) {
      object.properties().forEach(entry -> action.accept(entry.getKey(), entry.getValue()));
    } else {
      ((Map<?, ?>) map).forEach(action);
    }
  }

  // Only the canonical form is valid, because two spellings of a number would be the same key.
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
