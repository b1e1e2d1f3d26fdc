package org.atomicagents.price;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a request is billed, as far as its usage does not show it.
 *
 * <p>Immutable; the {@code with} methods return copies.
 *
 * @param serviceTier the provider's name of the service tier, such as {@code standard}, {@code
 *     batch}, {@code priority} or {@code fast}
 * @param cacheTime how long written tokens are kept in the prompt cache; null for the shortest time
 *     that has a price
 */
public record Billing(String serviceTier, @Nullable Duration cacheTime) {
  /** The service tier of requests that choose none. */
  public static final String STANDARD_TIER = "standard";

  private static final Billing STANDARD = new Billing(STANDARD_TIER, null);

  public Billing {
    Objects.requireNonNull(serviceTier, "serviceTier");
  }

  /** Returns the billing of requests that choose no service tier and no time in the cache. */
  public static Billing standard() {
    return STANDARD;
  }

  /** Returns the billing of batches. */
  public static Billing batch() {
    return STANDARD.withServiceTier("batch");
  }

  /** Returns a copy with a service tier. */
  public Billing withServiceTier(String tier) {
    return new Billing(tier, cacheTime);
  }

  /** Returns a copy with a time for which written tokens are kept in the prompt cache. */
  public Billing withCacheTime(Duration time) {
    return new Billing(serviceTier, time);
  }
}
