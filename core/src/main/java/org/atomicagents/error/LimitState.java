package org.atomicagents.error;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of a usage limit when a request was checked against it.
 *
 * <p>Immutable.
 *
 * @param limiter the name of the limiter
 * @param tenant the tenant whose usage is limited; empty for all callers together
 * @param scope a description of what shares the limit, such as {@code tenant 'acme'}
 * @param kind a description of the limit, such as {@code money per day}
 * @param unit the unit of the amounts: "requests", "tokens", "seconds", or the ISO 4217 code of a
 *     currency
 * @param used the settled amount of finished requests
 * @param reserved the estimated amount of requests in flight
 * @param requested the estimated amount of the request
 * @param max the limit
 * @param resetsAt the time from which the limit begins at zero again; null if it never does
 */
public record LimitState(
    String limiter,
    String tenant,
    String scope,
    String kind,
    String unit,
    BigDecimal used,
    BigDecimal reserved,
    BigDecimal requested,
    BigDecimal max,
    @Nullable Instant resetsAt) {

  public LimitState {
    Objects.requireNonNull(limiter, "limiter");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(scope, "scope");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(used, "used");
    Objects.requireNonNull(reserved, "reserved");
    Objects.requireNonNull(requested, "requested");
    Objects.requireNonNull(max, "max");
  }

  /** Returns whether the request is within the limit if nothing else is used. */
  public boolean fitsAlone() {
    return requested.compareTo(max) <= 0;
  }

  /** Returns the time from which the limit begins at zero again; empty if it never does. */
  public Optional<Instant> reset() {
    return Optional.ofNullable(resetsAt);
  }
}
