package org.atomicagents.internal.spark;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The columns of texts, numbers, booleans, dates and times.
 *
 * @param isJavaTime whether Spark's rows contain dates of {@code java.time}
 */
record ScalarColumns(boolean isJavaTime) {
  private static final int MAX_DIGITS = 38;
  private static final int SCALE = 18;
  private static final DataType DECIMAL = DataTypes.createDecimalType(MAX_DIGITS, SCALE);
  private static final DataType BIG_INTEGER = DataTypes.createDecimalType(MAX_DIGITS, 0);

  ColumnType of(ScalarNode node, String path) {
    ColumnType exact = ofClass(node, path);
    return exact == null ? ofJson(node, path) : exact;
  }

  private @Nullable ColumnType ofClass(ScalarNode node, String path) {
    if (is(node, Boolean.class)) {
      return same(DataTypes.BooleanType);
    }
    if (is(node, Byte.class)) {
      return same(DataTypes.ByteType);
    }
    if (is(node, Short.class)) {
      return same(DataTypes.ShortType);
    }
    if (is(node, Integer.class)) {
      return same(DataTypes.IntegerType);
    }
    if (is(node, Long.class)) {
      return same(DataTypes.LongType);
    }
    if (is(node, Float.class)) {
      return same(DataTypes.FloatType);
    }
    if (is(node, Double.class)) {
      return same(DataTypes.DoubleType);
    }
    if (is(node, BigDecimal.class)) {
      return new ConvertedColumn(
          DECIMAL, value -> decimal((BigDecimal) value, SCALE, DECIMAL, path));
    }
    if (is(node, BigInteger.class)) {
      return new ConvertedColumn(
          BIG_INTEGER, value -> decimal(new BigDecimal((BigInteger) value), 0, BIG_INTEGER, path));
    }
    return ofTime(node);
  }

  private @Nullable ColumnType ofTime(ScalarNode node) {
    if (is(node, LocalDate.class)) {
      return new ConvertedColumn(DataTypes.DateType, value -> date((LocalDate) value));
    }
    if (is(node, LocalDateTime.class)) {
      return same(DataTypes.TimestampNTZType);
    }
    if (is(node, Instant.class)) {
      return new ConvertedColumn(DataTypes.TimestampType, value -> timestamp((Instant) value));
    }
    if (is(node, OffsetDateTime.class)) {
      return new ConvertedColumn(
          DataTypes.TimestampType, value -> timestamp(((OffsetDateTime) value).toInstant()));
    }
    return null;
  }

  /** Returns the column of values of Jackson's tree, or of texts of other formats. */
  private static ColumnType ofJson(ScalarNode node, String path) {
    return switch (node.jsonType()) {
      case "boolean" -> json(DataTypes.BooleanType, JsonNode::booleanValue);
      case "integer" -> json(DataTypes.LongType, value -> integer(value, path));
      case "number" -> json(DataTypes.DoubleType, value -> value.doubleValue());
      default -> new ConvertedColumn(DataTypes.StringType, JsonColumn.text(node));
    };
  }

  // A node is recognized by its instance: a scalar has no other trace of its class.
  @SuppressWarnings("ReferenceEquality")
  private static boolean is(ScalarNode node, Class<?> type) {
    return node == ScalarTypes.of(type);
  }

  private static ColumnType same(DataType type) {
    return new ConvertedColumn(type, value -> value);
  }

  private static ColumnType json(DataType type, Function<JsonNode, @Nullable Object> conversion) {
    return new ConvertedColumn(type, value -> conversion.apply((JsonNode) value));
  }

  private static Object integer(JsonNode value, String path) {
    try {
      return value.decimalValue().longValueExact();
    } catch (ArithmeticException e) {
      throw new UnrepresentableValueException(path, "an integer that fits BIGINT", value);
    }
  }

  private static BigDecimal decimal(BigDecimal value, int scale, DataType type, String path) {
    // The exponent of a number is bounded by the reader of JSON, so that this is, too.
    BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    if (stripped.scale() > scale || stripped.precision() - stripped.scale() > MAX_DIGITS - scale) {
      throw new UnrepresentableValueException(
          path, "a number that fits " + type.sql(), value.toString());
    }
    return stripped.setScale(scale, RoundingMode.UNNECESSARY);
  }

  private Object date(LocalDate date) {
    return isJavaTime ? date : Date.valueOf(date);
  }

  private Object timestamp(Instant time) {
    return isJavaTime ? time : Timestamp.from(time);
  }
}
