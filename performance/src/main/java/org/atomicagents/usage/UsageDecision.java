package org.atomicagents.usage;

import java.util.Objects;

/**
 * The result of an attempt to reserve usage.
 *
 * @param isGranted whether the amount was reserved
 * @param before the balance without this amount, at the time of the decision
 */
public record UsageDecision(boolean isGranted, UsageBalance before) {
  public UsageDecision {
    Objects.requireNonNull(before, "before");
  }
}
