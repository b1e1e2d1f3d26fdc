package org.atomicagents.internal.schema.type;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.function.Function;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/** The scalar types, whose values are decoded without loss of information. */
public final class ScalarTypes {
  // Above this number, a float can't represent every integer.
  private static final float FIRST_INEXACT_FLOAT = 1 << 24;

  /** Decodes any string. */
  static final ScalarNode.ScalarReader STRING_READER = ScalarTypes::decodeString;

  /** The type of any string. */
  public static final ScalarNode TEXT =
      new ScalarNode(
          "string",
          STRING_READER,
          PlainJsonReader::readString,
          (v, out) -> out.writeString((String) v));

  private static final ScalarNode BOOLEAN =
      new ScalarNode(
          "boolean",
          ScalarTypes::decodeBoolean,
          ScalarTypes::decodePlainBoolean,
          (v, out) -> out.writeBoolean((Boolean) v));
  private static final ScalarNode BYTE =
      new ScalarNode(
          "integer",
          in -> narrow(decodeInteger(in, Byte.MIN_VALUE, Byte.MAX_VALUE), Long::byteValue),
          in -> (byte) in.readInteger(Byte.MIN_VALUE, Byte.MAX_VALUE),
          (v, out) -> out.writeNumber((Byte) v));
  private static final ScalarNode SHORT =
      new ScalarNode(
          "integer",
          in -> narrow(decodeInteger(in, Short.MIN_VALUE, Short.MAX_VALUE), Long::shortValue),
          in -> (short) in.readInteger(Short.MIN_VALUE, Short.MAX_VALUE),
          (v, out) -> out.writeNumber((Short) v));
  private static final ScalarNode INT =
      new ScalarNode(
          "integer",
          in -> narrow(decodeInteger(in, Integer.MIN_VALUE, Integer.MAX_VALUE), Long::intValue),
          in -> (int) in.readInteger(Integer.MIN_VALUE, Integer.MAX_VALUE),
          (v, out) -> out.writeNumber((Integer) v));
  private static final ScalarNode LONG =
      new ScalarNode(
          "integer",
          in -> decodeInteger(in, Long.MIN_VALUE, Long.MAX_VALUE),
          in -> in.readInteger(Long.MIN_VALUE, Long.MAX_VALUE),
          (v, out) -> out.writeNumber((Long) v));
  private static final ScalarNode FLOAT =
      new ScalarNode("number", ScalarTypes::decodeFloat, (v, out) -> out.writeNumber((Float) v));
  private static final ScalarNode DOUBLE =
      new ScalarNode(
          "number",
          ScalarTypes::decodeDouble,
          PlainJsonReader::readDouble,
          (v, out) -> out.writeNumber((Double) v));
  private static final ScalarNode BIG_INTEGER =
      new ScalarNode(
          "integer",
          ScalarTypes::decodeBigInteger,
          in -> BigInteger.valueOf(in.readInteger(Long.MIN_VALUE, Long.MAX_VALUE)),
          (v, out) -> out.writeNumber((BigInteger) v));
  private static final ScalarNode BIG_DECIMAL =
      new ScalarNode(
          "number",
          ScalarTypes::decodeBigDecimal,
          PlainJsonReader::readDecimal,
          (v, out) -> out.writeNumber((BigDecimal) v));

  private static final Map<Class<?>, ScalarNode> BY_TYPE =
      Map.ofEntries(
          entry(String.class, TEXT),
          entry(boolean.class, BOOLEAN),
          entry(Boolean.class, BOOLEAN),
          entry(byte.class, BYTE),
          entry(Byte.class, BYTE),
          entry(short.class, SHORT),
          entry(Short.class, SHORT),
          entry(int.class, INT),
          entry(Integer.class, INT),
          entry(long.class, LONG),
          entry(Long.class, LONG),
          entry(float.class, FLOAT),
          entry(Float.class, FLOAT),
          entry(double.class, DOUBLE),
          entry(Double.class, DOUBLE),
          entry(BigInteger.class, BIG_INTEGER),
          entry(BigDecimal.class, BIG_DECIMAL));

  private ScalarTypes() {}

  /** Returns the node of a scalar type; null if the type is not scalar. */
  public static @Nullable ScalarNode of(Class<?> type) {
    ScalarNode scalar = BY_TYPE.get(type);
    return scalar == null ? StringFormats.BY_TYPE.get(type) : scalar;
  }

  private static @Nullable Object decodeString(DecodeContext in) {
    if (in.parser.currentToken() == JsonToken.VALUE_STRING) {
      return in.parser.getString();
    }
    in.reject("a string");
    return null;
  }

  private static @Nullable Object decodeBoolean(DecodeContext in) {
    JsonToken token = in.parser.currentToken();
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return token == JsonToken.VALUE_TRUE;
    }
    in.reject("true or false");
    return null;
  }

  private static @Nullable Object decodePlainBoolean(PlainJsonReader in) {
    if (in.tryRead("true")) {
      return true;
    }
    return in.tryRead("false") ? (Object) false : in.fail();
  }

  private static @Nullable Object narrow(@Nullable Long value, Function<Long, Object> narrowing) {
    return value == null ? null : narrowing.apply(value);
  }

  private static @Nullable Long decodeInteger(DecodeContext in, long min, long max) {
    if (in.parser.currentToken() == JsonToken.VALUE_NUMBER_INT && fitsLong(in)) {
      long value = in.parser.getLongValue();
      if (value >= min && value <= max) {
        return value;
      }
    }
    BigInteger exact = exactInteger(in);
    if (exact != null && exact.bitLength() < Long.SIZE) {
      long value = exact.longValue();
      if (value >= min && value <= max) {
        return value;
      }
    }
    boolean isOutOfRange = exact != null || !hasReadableExponent(in);
    in.reject(isOutOfRange ? "an integer from " + min + " to " + max : "an integer");
    return null;
  }

  private static @Nullable Object decodeBigInteger(DecodeContext in) {
    BigInteger value = exactInteger(in);
    if (value == null) {
      in.reject(hasReadableExponent(in) ? "an integer" : JsonTree.READABLE_NUMBER);
    }
    return value;
  }

  private static @Nullable Object decodeBigDecimal(DecodeContext in) {
    if (isNumber(in) && hasReadableExponent(in)) {
      return in.parser.getDecimalValue();
    }
    in.reject(isNumber(in) ? JsonTree.READABLE_NUMBER : "a number");
    return null;
  }

  private static @Nullable Object decodeDouble(DecodeContext in) {
    if (isNumber(in)) {
      double value = in.parser.getDoubleValue();
      if (Double.isFinite(value) && (value != 0 || isZero(in))) {
        return value;
      }
    }
    in.reject(isNumber(in) ? "a number that fits a double" : "a number");
    return null;
  }

  private static @Nullable Object decodeFloat(DecodeContext in) {
    if (isNumber(in)) {
      float value = in.parser.getFloatValue();
      if (Float.isFinite(value) && (value == 0 ? isZero(in) : isExact(value, in))) {
        return value;
      }
    }
    in.reject(isNumber(in) ? "a number that fits a float" : "a number");
    return null;
  }

  /** Returns whether the number is exactly 0, as opposed to one that underflows to 0. */
  private static boolean isZero(DecodeContext in) {
    String number = in.parser.getString();
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == 'e' || c == 'E') {
        return true;
      }
      if (c >= '1' && c <= '9') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a float represents an integer exactly; true for all other numbers. */
  private static boolean isExact(float value, DecodeContext in) {
    if (Math.abs(value) < FIRST_INEXACT_FLOAT) {
      return true;
    }
    BigDecimal number = new BigDecimal(in.parser.getString());
    return number.stripTrailingZeros().scale() > 0
        || number.compareTo(new BigDecimal(value)) == 0
        || number.compareTo(new BigDecimal(Float.toString(value))) == 0;
  }

  /** Returns whether the current token is a number. */
  public static boolean isNumber(DecodeContext in) {
    JsonToken token = in.parser.currentToken();
    return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
  }

  /** Returns false for a number that no numeric type can be converted to at a bounded cost. */
  private static boolean hasReadableExponent(DecodeContext in) {
    return in.parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT
        || !hasExponent(in)
        || JsonLiterals.hasReadableExponent(in.parser.getString());
  }

  // Spares a string for nearly all numbers.
  private static boolean hasExponent(DecodeContext in) {
    char[] characters = in.parser.getStringCharacters();
    int end = in.parser.getStringOffset() + in.parser.getStringLength();
    for (int i = in.parser.getStringOffset(); i < end; i++) {
      if (characters[i] == 'e' || characters[i] == 'E') {
        return true;
      }
    }
    return false;
  }

  private static boolean fitsLong(DecodeContext in) {
    return switch (in.parser.getNumberType()) {
      case INT, LONG -> true;
      default -> false;
    };
  }

  /** Returns the current token as an integer; null if it is none, as 12.9 (but 12.0 is 12). */
  public static @Nullable BigInteger exactInteger(DecodeContext in) {
    if (in.parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      return in.parser.getBigIntegerValue();
    }
    if (in.parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT || !hasReadableExponent(in)) {
      return null;
    }
    BigDecimal value = in.parser.getDecimalValue();
    if (value.signum() == 0) {
      return BigInteger.ZERO;
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() <= 0 ? stripped.toBigIntegerExact() : null;
  }
}
