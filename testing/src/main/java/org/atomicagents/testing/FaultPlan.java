package org.atomicagents.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A seeded random selection of the requests that get a {@link Fault}.
 *
 * <p>The fault of a request depends only on the seed and on the number of the request at its
 * provider, so the same requests in the same order get the same faults. Immutable.
 *
 * {@snippet :
 * FaultPlan.seeded(42).with(Fault.rateLimited(), 0.05).with(Fault.droppedInBody(), 0.02)
 * }
 */
public final class FaultPlan {
  // Consecutive seeds this far apart give the consecutive values of one random sequence.
  private static final long SEED_INCREMENT = 0x9e3779b97f4a7c15L;

  private record FaultShare(Fault fault, double cumulativeShare) {}

  private final long seed;
  private final List<FaultShare> shares;

  private FaultPlan(long seed, List<FaultShare> shares) {
    this.seed = seed;
    this.shares = shares;
  }

  /** Returns a plan without faults; add faults with {@link #with}. */
  public static FaultPlan seeded(long seed) {
    return new FaultPlan(seed, List.of());
  }

  /**
   * Returns a copy of this plan with one more fault.
   *
   * @param share fraction of all requests that get the fault: above 0; the sum of all shares is at
   *     most 1
   * @throws IllegalArgumentException if the share is out of range
   */
  public FaultPlan with(Fault fault, double share) {
    Objects.requireNonNull(fault, "fault");
    double usedShare = shares.isEmpty() ? 0 : shares.getLast().cumulativeShare;
    // Negated to reject NaN. The tolerance is for sums such as 0.7 + 0.2 + 0.1, slightly above 1.
    if (!(share > 0 && usedShare + share < 1 + 1e-9)) {
      throw new IllegalArgumentException(
          "share of %s: expected above 0 and at most %s, the remaining share, found %s"
              .formatted(fault, 1 - usedShare, share));
    }
    var extended = new ArrayList<>(shares);
    extended.add(new FaultShare(fault, usedShare + share));
    return new FaultPlan(seed, List.copyOf(extended));
  }

  /** Returns the faults of this plan. */
  List<Fault> faults() {
    return shares.stream().map(FaultShare::fault).toList();
  }

  /** Returns the fault of a request, or null for none; requests are numbered from 0. */
  @Nullable Fault faultFor(long request) {
    double drawn = new SplittableRandom(seed + request * SEED_INCREMENT).nextDouble();
    for (FaultShare share : shares) {
      if (drawn < share.cumulativeShare) {
        return share.fault;
      }
    }
    return null;
  }
}
