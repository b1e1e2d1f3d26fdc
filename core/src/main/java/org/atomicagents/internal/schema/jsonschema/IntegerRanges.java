package org.atomicagents.internal.schema.jsonschema;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.atomicagents.internal.schema.type.TypeNode;

/**
 * The ranges of Java's integer types as bounds of JSON Schema, so that a provider that enforces the
 * schema cannot return a number that does not fit. They are part of the strict variant, and of the
 * schema that is enforced for small models; the other variants do not change.
 *
 * <p>The range of {@code long} lacks its two extreme values: llama.cpp interprets them as absent
 * bounds, and limits an integer without bounds to 16 digits.
 */
final class IntegerRanges {
  private static final Map<ScalarNode, Range> BY_TYPE =
      Map.of(
          type(byte.class), new Range(Byte.MIN_VALUE, Byte.MAX_VALUE),
          type(short.class), new Range(Short.MIN_VALUE, Short.MAX_VALUE),
          type(int.class), new Range(Integer.MIN_VALUE, Integer.MAX_VALUE),
          type(long.class), new Range(Long.MIN_VALUE + 1, Long.MAX_VALUE - 1));

  private IntegerRanges() {}

  private record Range(long min, long max) {}

  private static ScalarNode type(Class<?> type) {
    return Objects.requireNonNull(ScalarTypes.of(type));
  }

  /** Adds the bounds of an integer type, unless a constraint is tighter. */
  static void addBounds(TypeNode type, SchemaKeywords keywords) {
    Range range = type instanceof ScalarNode scalar ? BY_TYPE.get(scalar) : null;
    if (range != null) {
      keywords.addRange(BigDecimal.valueOf(range.min), BigDecimal.valueOf(range.max));
    }
  }
}
