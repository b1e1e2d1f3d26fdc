package org.atomicagents.internal.spark;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.atomicagents.internal.schema.type.TypeNode;

/** The types of columns whose values can be scalars of an input. */
final class RowTypes {
  private RowTypes() {}

  static boolean isText(DataType column) {
    return column instanceof StringType;
  }

  static boolean isTextNode(TypeNode node) {
    return node instanceof EnumNode;
  }

  /** Returns whether values of a column can be values of a scalar type. */
  static boolean accepts(ScalarNode scalar, DataType column) {
    return switch (scalar.jsonType()) {
      case "boolean" -> column instanceof BooleanType;
      case "integer", "number" -> column instanceof NumericType;
      default -> isText(column) || acceptsTime(scalar, column);
    };
  }

  private static boolean acceptsTime(ScalarNode scalar, DataType column) {
    return switch (column) {
      case DateType date -> is(scalar, LocalDate.class);
      case TimestampNTZType time -> is(scalar, LocalDateTime.class);
      case TimestampType time ->
          is(scalar, Instant.class)
              || is(scalar, OffsetDateTime.class)
              || is(scalar, ZonedDateTime.class);
      default -> false;
    };
  }

  // A node is recognized by its instance: a scalar has no other trace of its class.
  @SuppressWarnings("ReferenceEquality")
  private static boolean is(ScalarNode scalar, Class<?> type) {
    return scalar == ScalarTypes.of(type);
  }

  static String describe(ScalarNode scalar) {
    return scalar.formatDescription().isEmpty()
        ? "the JSON type " + scalar.jsonType()
        : scalar.formatDescription();
  }
}
