package org.atomicagents.corpus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.atomicagents.corpus.ValueSampler.Drawn;
import org.atomicagents.corpus.mutation.MutableJson.Numeral;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Makes up numbers, small ones mostly, and the limits of their types. */
final class NumberSamples {
  private static final List<BigInteger> POWERS =
      List.of(
          BigInteger.TEN,
          BigInteger.valueOf(100),
          BigInteger.valueOf(10_000),
          BigInteger.valueOf(10_000_000),
          BigInteger.TEN.pow(12),
          BigInteger.TEN.pow(30));

  private NumberSamples() {}

  static Drawn draw(Class<?> type, SeededRandom draw) {
    return switch (type.getSimpleName()) {
      case "byte", "Byte" -> whole(draw, Byte.SIZE, BigInteger::byteValueExact);
      case "short", "Short" -> whole(draw, Short.SIZE, BigInteger::shortValueExact);
      case "int", "Integer" -> whole(draw, Integer.SIZE, BigInteger::intValueExact);
      case "long", "Long" -> whole(draw, Long.SIZE, BigInteger::longValueExact);
      case "BigInteger" -> whole(draw, 200, value -> value);
      case "float", "Float" -> decimal(draw, 5, Float::valueOf);
      case "double", "Double" -> decimal(draw, 12, Double::valueOf);
      case "BigDecimal" -> decimal(draw, 25, BigDecimal::new);
      default -> throw new IllegalArgumentException("type: expected one to draw, found " + type);
    };
  }

  private interface Reading {
    Object of(BigInteger value);
  }

  private interface Parsing {
    Object of(String digits);
  }

  private static Drawn whole(SeededRandom draw, int bits, Reading reading) {
    BigInteger most = BigInteger.TWO.pow(bits - 1).subtract(BigInteger.ONE);
    BigInteger value;
    if (draw.chance(0.05)) {
      value = draw.chance(0.5) ? most : most.not();
    } else {
      BigInteger bound = draw.oneOf(POWERS).min(most);
      BigInteger least = draw.chance(0.2) ? bound.negate() : BigInteger.ZERO;
      value = draw.between(least, bound);
    }
    return Drawn.of(reading.of(value), new Numeral(value.toString(), true));
  }

  private static Drawn decimal(SeededRandom draw, int digits, Parsing parsing) {
    BigInteger most = BigInteger.TEN.pow(draw.between(1, digits));
    BigInteger unscaled = draw.between(draw.chance(0.2) ? most.negate() : BigInteger.ZERO, most);
    int scale = draw.oneOf(List.of(0, 1, 2, 2, 2, 3, 6));
    var value = new BigDecimal(unscaled, scale);
    String text =
        draw.chance(0.03)
            ? value.unscaledValue() + (draw.chance(0.5) ? "e-" : "E-") + (scale + 3)
            : value.toPlainString();
    return Drawn.of(parsing.of(text), new Numeral(text, false));
  }
}
