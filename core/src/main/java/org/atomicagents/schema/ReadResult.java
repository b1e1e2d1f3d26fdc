package org.atomicagents.schema;

import java.util.List;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What became of a text: a value, or all that is wrong with it.
 *
 * @param value the value; null if and only if there are violations
 * @param repairs what was mended on the way; the first 1,000 at most, and fewer where their paths
 *     are very long
 * @param json what was read: the text itself, or the JSON that it was mended to as far as that went
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

  /** Whether there is a value. */
  public boolean isValid() {
    return value != null;
  }
}
