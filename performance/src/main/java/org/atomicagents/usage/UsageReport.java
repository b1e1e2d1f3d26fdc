package org.atomicagents.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The usage of a scope in its current window.
 *
 * <p>Immutable.
 *
 * @param limiter the name of the limiter
 * @param limits the limits of the window
 * @param used the settled usage of requests that ended
 * @param reserved the estimates of requests in flight
 * @param resetsAt the time from which the usage begins at zero again; empty if it never does, or if
 *     a session has not begun
 */
public record UsageReport(
    String limiter,
    UsageScope scope,
    UsageWindow window,
    UsageLimits limits,
    UsageAmount used,
    UsageAmount reserved,
    Optional<Instant> resetsAt) {

  /**
   * Returns what remains of a limit, in {@link UsageKind#unit}: requests in flight count as used.
   *
   * @return zero if the limit is exceeded; empty if usage of that kind is not limited
   */
  public Optional<BigDecimal> remaining(UsageKind kind) {
    return kind.max(limits)
        .map(max ->
            max.subtract(kind.amount(used)).subtract(kind.amount(reserved)).max(BigDecimal.ZERO));
  }

  /** Returns the used part of a limit, 1 at the limit; empty if that usage is not limited. */
  public Optional<Double> usedShare(UsageKind kind) {
    return kind.max(limits).map(max -> share(kind.amount(used), max));
  }

  private static double share(BigDecimal part, BigDecimal whole) {
    if (whole.signum() == 0) {
      return part.signum() == 0 ? 1 : Double.POSITIVE_INFINITY;
    }
    return part.doubleValue() / whole.doubleValue();
  }
}
