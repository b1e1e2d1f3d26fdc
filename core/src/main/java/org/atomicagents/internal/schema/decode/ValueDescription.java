package org.atomicagents.internal.schema.decode;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/** Short descriptions of values for the {@code found} part of violations. */
public final class ValueDescription {
  private static final int MAX_LENGTH = 80;

  private ValueDescription() {}

  /** Returns a short description of a Java value. */
  public static String describe(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case CharSequence text -> quote(text.toString());
      case Collection<?> items -> itemCount(items.size());
      case Map<?, ?> entries -> itemCount(entries.size());
      case Record ignored -> "an object";
      case Enum<?> constant -> quote(constant.name());
      default ->
          value.getClass().isArray()
              ? itemCount(Array.getLength(value))
              : truncate(value.toString());
    };
  }

  /** Returns the text as a JSON string, truncated to 80 characters. */
  public static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(truncate(text))) + '"';
  }

  /** Returns the first 80 characters of a text, followed by an ellipsis if it is longer. */
  public static String truncate(String text) {
    if (text.length() <= MAX_LENGTH) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
    return text.substring(0, end) + "…";
  }

  private static String itemCount(int count) {
    return count == 1 ? "1 item" : count + " items";
  }
}
