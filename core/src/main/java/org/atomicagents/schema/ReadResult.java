package org.atomicagents.schema;

import java.util.List;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The result of reading a text: either a value or the violations that prevent one.
 *
 * @param value the value; null if and only if there are violations
 * @param violations the reasons why there is no value, at most 100; empty if there is a value
 * @param repairs the repairs that were made; at most the first 1,000, and fewer if their paths are
 *     very long
 * @param json the JSON that was decoded: the text itself, or the result of its repair
 */
public record ReadResult<T>(
    @Nullable T value, List<Violation> violations, List<Repair> repairs, String json) {

  public ReadResult {
    violations = List.copyOf(violations);
    repairs = List.copyOf(repairs);
    if ((value == null) == violations.isEmpty()) {
      throw new IllegalArgumentException("expected either a value or violations");
    }
  }

  /** Returns whether there is a value. */
  public boolean isValid() {
    return value != null;
  }
}
