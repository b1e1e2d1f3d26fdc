package org.atomicagents.testing.internal.generate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Generates numbers: multiples of a step between two limits. */
final class NumberGenerator {
  private static final BigDecimal DEFAULT_RANGE = BigDecimal.valueOf(100);
  private static final BigInteger MIN_VALUE_COUNT = BigInteger.TEN;

  private NumberGenerator() {}

  static JsonNode generate(MergedSchema schema, boolean integer, SeededRandom random) {
    BigDecimal minimum = limit(schema, "minimum", "exclusiveMinimum", true);
    BigDecimal maximum = limit(schema, "maximum", "exclusiveMaximum", false);
    BigDecimal low = minimum != null ? minimum : lowerBoundFor(maximum);
    BigDecimal high = maximum != null ? maximum : low.max(BigDecimal.ZERO).add(DEFAULT_RANGE);
    BigDecimal step = step(schema, integer);
    if (step == null) {
      step = stepFor(low, high);
    } else if (maximum == null) {
      high = high.max(low.add(step.multiply(BigDecimal.TEN)));
    } else if (minimum == null) {
      low = low.min(high.subtract(step.multiply(BigDecimal.TEN)));
    }
    BigInteger first = low.divide(step, 0, RoundingMode.CEILING).toBigInteger();
    BigInteger last = high.divide(step, 0, RoundingMode.FLOOR).toBigInteger();
    if (!schema.keywordValues("exclusiveMinimum").isEmpty() && isExcluded(schema, first, step)) {
      first = first.add(BigInteger.ONE);
    }
    if (!schema.keywordValues("exclusiveMaximum").isEmpty() && isExcluded(schema, last, step)) {
      last = last.subtract(BigInteger.ONE);
    }
    if (first.compareTo(last) > 0) {
      throw new UnsatisfiableSchemaException(
          schema.path(),
          "no multiple of " + step.toPlainString() + " is between " + low + " and " + high);
    }
    return JsonNodes.number(new BigDecimal(random.between(first, last)).multiply(step));
  }

  private static boolean isExcluded(MergedSchema schema, BigInteger multiple, BigDecimal step) {
    JsonNode value = JsonNodes.number(new BigDecimal(multiple).multiply(step));
    return JsonNodes.contains(schema.keywordValues("exclusiveMinimum"), value)
        || JsonNodes.contains(schema.keywordValues("exclusiveMaximum"), value);
  }

  private static @Nullable BigDecimal limit(
      MergedSchema schema, String keyword, String exclusive, boolean largest) {
    BigDecimal limit = null;
    for (String name : new String[] {keyword, exclusive}) {
      for (JsonNode node : schema.keywordValues(name)) {
        BigDecimal value = node.decimalValue();
        limit = limit == null ? value : largest ? limit.max(value) : limit.min(value);
      }
    }
    return limit;
  }

  private static BigDecimal lowerBoundFor(@Nullable BigDecimal maximum) {
    return maximum == null || maximum.signum() > 0
        ? BigDecimal.ZERO
        : maximum.subtract(DEFAULT_RANGE);
  }

  private static @Nullable BigDecimal step(MergedSchema schema, boolean integer) {
    BigDecimal step = integer ? BigDecimal.ONE : null;
    for (JsonNode factor : schema.keywordValues("multipleOf")) {
      step =
          step == null ? factor.decimalValue() : leastCommonMultiple(step, factor.decimalValue());
    }
    return step;
  }

  private static BigDecimal leastCommonMultiple(BigDecimal a, BigDecimal b) {
    int scale = Math.max(0, Math.max(a.scale(), b.scale()));
    BigInteger x = a.setScale(scale).unscaledValue();
    BigInteger y = b.setScale(scale).unscaledValue();
    return new BigDecimal(x.divide(x.gcd(y)).multiply(y), scale);
  }

  /** Returns a step with enough multiples between the limits: 0.01, or a smaller power of ten. */
  private static BigDecimal stepFor(BigDecimal low, BigDecimal high) {
    BigDecimal step = new BigDecimal("0.01");
    BigDecimal range = high.subtract(low);
    while (range.signum() > 0
        && range.divide(step, 0, RoundingMode.FLOOR).toBigInteger().compareTo(MIN_VALUE_COUNT)
            < 0) {
      step = step.movePointLeft(1);
    }
    // If the limits are equal, the step is the value itself.
    return range.signum() == 0 && low.signum() != 0 ? low.abs() : step;
  }
}
