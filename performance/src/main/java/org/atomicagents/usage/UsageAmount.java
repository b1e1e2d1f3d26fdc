package org.atomicagents.usage;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

/**
 * An amount of usage.
 *
 * <p>Immutable. Sums beyond the range of a long are {@link Long#MAX_VALUE}. An amount is negative
 * only as a correction.
 *
 * @param requests the number of requests sent
 * @param inputTokens all input tokens, cached or not
 * @param outputTokens all output tokens, including reasoning
 * @param cost the cost, in the currency of the limit; zero where money is not limited
 * @param time the time from sending each request to the end of its response, summed up
 */
public record UsageAmount(
    long requests, long inputTokens, long outputTokens, BigDecimal cost, Duration time) {

  /** No usage. */
  public static final UsageAmount NONE = new UsageAmount(0, 0, 0, BigDecimal.ZERO, Duration.ZERO);

  public UsageAmount {
    Objects.requireNonNull(cost, "cost");
    Objects.requireNonNull(time, "time");
  }

  /** Returns the sum of input and output tokens. */
  public long tokens() {
    return sum(inputTokens, outputTokens);
  }

  /** Returns the sum of this amount and another one. */
  public UsageAmount plus(UsageAmount more) {
    return new UsageAmount(
        sum(requests, more.requests),
        sum(inputTokens, more.inputTokens),
        sum(outputTokens, more.outputTokens),
        sum(cost, more.cost),
        Duration.ofNanos(sum(nanos(time), nanos(more.time))));
  }

  /** Returns this amount without another one; possibly negative. */
  public UsageAmount minus(UsageAmount less) {
    return plus(less.negated());
  }

  /** Returns the amount with the opposite sign. */
  public UsageAmount negated() {
    // Duration.negated() computes with decimals, which takes several times as long.
    return new UsageAmount(
        -requests,
        -inputTokens,
        -outputTokens,
        cost.signum() == 0 ? cost : cost.negate(),
        Duration.ZERO.minus(time));
  }

  /** Returns this amount with zeros in place of negative components. */
  public UsageAmount nonNegative() {
    return new UsageAmount(
        Math.max(0, requests),
        Math.max(0, inputTokens),
        Math.max(0, outputTokens),
        cost.max(BigDecimal.ZERO),
        time.isNegative() ? Duration.ZERO : time);
  }

  private static BigDecimal sum(BigDecimal a, BigDecimal b) {
    // Most models of a limit without money have no costs; the scale of a sum is the larger one.
    return b.signum() == 0 && b.scale() <= a.scale() ? a : a.add(b);
  }

  /** Returns a sum whose absolute value is limited to {@link Long#MAX_VALUE}. */
  static long sum(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      return a < 0 ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }
    return sum;
  }

  /** Returns the nanoseconds of a duration, limited to the range of a long. */
  static long nanos(Duration length) {
    try {
      return length.toNanos();
    } catch (ArithmeticException e) {
      return length.isNegative() ? -Long.MAX_VALUE : Long.MAX_VALUE;
    }
  }
}
