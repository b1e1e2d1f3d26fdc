package org.atomicagents.internal.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.atomicagents.internal.store.JsonObjectReader;

/** The JSON form of constants: their names. */
final class EnumJson {
  private EnumJson() {}

  /**
   * Returns the constant of a name.
   *
   * @throws IllegalArgumentException if the property is missing, or is no name of a constant
   */
  static <E extends Enum<E>> E read(JsonObjectReader json, String key, Class<E> type) {
    String name = json.text(key);
    return find(name, type)
        .orElseThrow(
            () -> json.expected(key, "one of " + Arrays.toString(type.getEnumConstants())));
  }

  /**
   * Returns the constants of a list of names.
   *
   * @throws IllegalArgumentException if the property is missing, or has an element that is no name
   *     of a constant
   */
  static <E extends Enum<E>> List<E> readAll(JsonObjectReader json, String key, Class<E> type) {
    return json.texts(key).stream()
        .map(name ->
            find(name, type)
                .orElseThrow(() ->
                    json.expected(key, "a list of " + Arrays.toString(type.getEnumConstants()))))
        .toList();
  }

  private static <E extends Enum<E>> Optional<E> find(String name, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.name().equals(name))
        .findFirst();
  }
}
