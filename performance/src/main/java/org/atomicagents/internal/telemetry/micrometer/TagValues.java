package org.atomicagents.internal.telemetry.micrometer;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of one tag, of which there is a limited number, since each value is a time series in
 * the memory of the program and of its collector. Thread-safe.
 */
final class TagValues {
  private static final int MAX_LENGTH = 200;

  private final Set<String> values = ConcurrentHashMap.newKeySet();
  private final int max;

  TagValues(int max) {
    this.max = max;
  }

  /** Returns the value to use for a text: the text itself unless there are too many values. */
  String of(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return MeterNames.NONE;
    }
    if (values.contains(text)) {
      return text;
    }
    // Concurrent callers may exceed the limit by their number, which does not matter.
    if (text.length() > MAX_LENGTH || values.size() >= max) {
      return MeterNames.OTHER;
    }
    values.add(text);
    return text;
  }
}
