package org.atomicagents.internal.schema.constraint;

import java.math.BigDecimal;
import java.math.BigInteger;

/** An exact comparison of numbers of any type with a bound, without allocation if possible. */
public final class NumberComparison {
  private static final int MAX_LONG_DIGITS = 19;

  private final BigDecimal bound;
  private final boolean fitsLong;
  private final long longBound;
  private final boolean fitsDouble;
  private final double doubleBound;

  public NumberComparison(BigDecimal bound) {
    this.bound = bound;
    this.fitsLong = isLong(bound);
    this.longBound = fitsLong ? bound.longValueExact() : 0;
    this.doubleBound = bound.doubleValue();
    // A double is compared by its shortest decimal representation: 0.1 is one tenth.
    this.fitsDouble =
        Double.isFinite(doubleBound) && BigDecimal.valueOf(doubleBound).compareTo(bound) == 0;
  }

  /**
   * Returns a negative number, 0 or a positive number if the value is below, at or above the bound.
   */
  public int compare(Number value) {
    return switch (value) {
      case BigDecimal decimal -> decimal.compareTo(bound);
      case BigInteger integer -> new BigDecimal(integer).compareTo(bound);
      case Double number -> compareDouble(number);
      case Float number -> compareFloat(number);
      default ->
          fitsLong
              ? Long.compare(value.longValue(), longBound)
              : BigDecimal.valueOf(value.longValue()).compareTo(bound);
    };
  }

  private int compareDouble(double value) {
    if (!Double.isFinite(value)) {
      return value > 0 ? 1 : -1;
    }
    if (value == 0) {
      return -bound.signum();
    }
    return fitsDouble
        ? Double.compare(value, doubleBound)
        : BigDecimal.valueOf(value).compareTo(bound);
  }

  private int compareFloat(float value) {
    return Float.isFinite(value)
        ? new BigDecimal(Float.toString(value)).compareTo(bound)
        : compareDouble(value);
  }

  private static boolean isLong(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() <= 0
        && stripped.precision() - (long) stripped.scale() <= MAX_LONG_DIGITS
        && stripped.toBigInteger().bitLength() < Long.SIZE;
  }
}
