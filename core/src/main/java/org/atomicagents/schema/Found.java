package org.atomicagents.schema;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** What was found in the place of what was expected, told shortly. */
final class Found {
  private static final int LONGEST = 80;

  private Found() {}

  static String value(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case CharSequence text -> text(text.toString());
      case Collection<?> items -> items(items.size());
      case Map<?, ?> entries -> items(entries.size());
      case Record ignored -> "an object";
      case Enum<?> constant -> text(constant.name());
      default ->
          value.getClass().isArray() ? items(Array.getLength(value)) : shortened(value.toString());
    };
  }

  static String text(String text) {
    return '"'
        + new String(JsonStringEncoder.getInstance().quoteAsCharArray(shortened(text)))
        + '"';
  }

  static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "…";
  }

  private static String items(int count) {
    return count == 1 ? "1 item" : count + " items";
  }
}
