package org.atomicagents.corpus;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.atomicagents.corpus.ValueSampler.Drawn;
import org.atomicagents.corpus.mutation.MutableJson.Numeral;
import org.atomicagents.testing.internal.generate.SeededRandom;

/** Generates random numbers, mostly small ones, and the limits of their types. */
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

  static Drawn draw(Class<?> type, SeededRandom random) {
    return switch (type.getSimpleName()) {
      case "byte", "Byte" -> integer(random, Byte.SIZE, BigInteger::byteValueExact);
      case "short", "Short" -> integer(random, Short.SIZE, BigInteger::shortValueExact);
      case "int", "Integer" -> integer(random, Integer.SIZE, BigInteger::intValueExact);
      case "long", "Long" -> integer(random, Long.SIZE, BigInteger::longValueExact);
      case "BigInteger" -> integer(random, 200, value -> value);
      case "float", "Float" -> decimal(random, 5, Float::valueOf);
      case "double", "Double" -> decimal(random, 12, Double::valueOf);
      case "BigDecimal" -> decimal(random, 25, BigDecimal::new);
      default -> throw new IllegalArgumentException("type: expected one to random, found " + type);
    };
  }

  private interface IntegerConversion {
    Object of(BigInteger value);
  }

  private interface DecimalConversion {
    Object of(String digits);
  }

  private static Drawn integer(SeededRandom random, int bits, IntegerConversion conversion) {
    BigInteger most = BigInteger.TWO.pow(bits - 1).subtract(BigInteger.ONE);
    BigInteger value;
    if (random.chance(0.05)) {
      value = random.chance(0.5) ? most : most.not();
    } else {
      BigInteger bound = random.oneOf(POWERS).min(most);
      BigInteger min = random.chance(0.2) ? bound.negate() : BigInteger.ZERO;
      value = random.between(min, bound);
    }
    return Drawn.of(conversion.of(value), new Numeral(value.toString(), true));
  }

  private static Drawn decimal(SeededRandom random, int digits, DecimalConversion conversion) {
    BigInteger most = BigInteger.TEN.pow(random.between(1, digits));
    BigInteger unscaled =
        random.between(random.chance(0.2) ? most.negate() : BigInteger.ZERO, most);
    int scale = random.oneOf(List.of(0, 1, 2, 2, 2, 3, 6));
    var value = new BigDecimal(unscaled, scale);
    String text =
        random.chance(0.03)
            ? value.unscaledValue() + (random.chance(0.5) ? "e-" : "E-") + (scale + 3)
            : value.toPlainString();
    return Drawn.of(conversion.of(text), new Numeral(text, false));
  }
}
