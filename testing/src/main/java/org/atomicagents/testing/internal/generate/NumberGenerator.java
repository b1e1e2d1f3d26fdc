package org.atomicagents.testing.internal.generate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Draws numbers: multiples of a step between two limits. */
final class NumberGenerator {
  private static final BigDecimal USUAL_RANGE = BigDecimal.valueOf(100);
  private static final BigInteger ENOUGH = BigInteger.TEN;

  private NumberGenerator() {}

  static JsonNode generate(MergedSchema all, boolean whole, SeededRandom draw) {
    BigDecimal least = limit(all, "minimum", "exclusiveMinimum", true);
    BigDecimal most = limit(all, "maximum", "exclusiveMaximum", false);
    BigDecimal low = least != null ? least : lowerBoundFor(most);
    BigDecimal high = most != null ? most : low.max(BigDecimal.ZERO).add(USUAL_RANGE);
    BigDecimal step = step(all, whole);
    if (step == null) {
      step = stepFor(low, high);
    } else if (most == null) {
      high = high.max(low.add(step.multiply(BigDecimal.TEN)));
    } else if (least == null) {
      low = low.min(high.subtract(step.multiply(BigDecimal.TEN)));
    }
    BigInteger first = low.divide(step, 0, RoundingMode.CEILING).toBigInteger();
    BigInteger last = high.divide(step, 0, RoundingMode.FLOOR).toBigInteger();
    if (!all.keywordValues("exclusiveMinimum").isEmpty() && isExcluded(all, first, step)) {
      first = first.add(BigInteger.ONE);
    }
    if (!all.keywordValues("exclusiveMaximum").isEmpty() && isExcluded(all, last, step)) {
      last = last.subtract(BigInteger.ONE);
    }
    if (first.compareTo(last) > 0) {
      throw new UnsatisfiableSchemaException(
          all.path(),
          "no multiple of " + step.toPlainString() + " lies between " + low + " and " + high);
    }
    return JsonNodes.number(new BigDecimal(draw.between(first, last)).multiply(step));
  }

  private static boolean isExcluded(MergedSchema all, BigInteger multiple, BigDecimal step) {
    JsonNode value = JsonNodes.number(new BigDecimal(multiple).multiply(step));
    return JsonNodes.contains(all.keywordValues("exclusiveMinimum"), value)
        || JsonNodes.contains(all.keywordValues("exclusiveMaximum"), value);
  }

  private static @Nullable BigDecimal limit(
      MergedSchema all, String keyword, String exclusive, boolean largest) {
    BigDecimal limit = null;
    for (String each : new String[] {keyword, exclusive}) {
      for (JsonNode said : all.keywordValues(each)) {
        BigDecimal value = said.decimalValue();
        limit = limit == null ? value : largest ? limit.max(value) : limit.min(value);
      }
    }
    return limit;
  }

  private static BigDecimal lowerBoundFor(@Nullable BigDecimal most) {
    return most == null || most.signum() > 0 ? BigDecimal.ZERO : most.subtract(USUAL_RANGE);
  }

  private static @Nullable BigDecimal step(MergedSchema all, boolean whole) {
    BigDecimal step = whole ? BigDecimal.ONE : null;
    for (JsonNode said : all.keywordValues("multipleOf")) {
      step = step == null ? said.decimalValue() : leastCommon(step, said.decimalValue());
    }
    return step;
  }

  private static BigDecimal leastCommon(BigDecimal a, BigDecimal b) {
    int scale = Math.max(0, Math.max(a.scale(), b.scale()));
    BigInteger x = a.setScale(scale).unscaledValue();
    BigInteger y = b.setScale(scale).unscaledValue();
    return new BigDecimal(x.divide(x.gcd(y)).multiply(y), scale);
  }

  /** A power of ten of which some lie between the limits; 0.01 where that is enough. */
  private static BigDecimal stepFor(BigDecimal low, BigDecimal high) {
    BigDecimal step = new BigDecimal("0.01");
    BigDecimal range = high.subtract(low);
    while (range.signum() > 0
        && range.divide(step, 0, RoundingMode.FLOOR).toBigInteger().compareTo(ENOUGH) < 0) {
      step = step.movePointLeft(1);
    }
    // A single value is its own and only step.
    return range.signum() == 0 && low.signum() != 0 ? low.abs() : step;
  }
}
