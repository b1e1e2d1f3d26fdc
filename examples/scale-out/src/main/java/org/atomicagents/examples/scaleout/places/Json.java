package org.atomicagents.examples.scaleout.places;

import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;

/** The JSON of records, as inputs and outputs of workflows. */
final class Json {
  private Json() {}

  static <T> String write(Class<T> type, T value) {
    return Schema.of(type).encode(value);
  }

  static <T> T read(Class<T> type, String json) {
    ReadResult<T> read = Schema.of(type).read(json, Strictness.STRICT);
    T value = read.value();
    if (value == null) {
      throw new IllegalArgumentException(
          "expected JSON of " + type.getSimpleName() + ":\n" + Violation.lines(read.violations()));
    }
    return value;
  }
}
