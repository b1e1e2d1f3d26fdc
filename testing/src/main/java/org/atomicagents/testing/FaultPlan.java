package org.atomicagents.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How often which {@link Fault} happens, decided by a seed.
 *
 * <p>The seed and a request's number, as counted by the provider, decide what happens to that
 * request: the same requests in the same order meet the same faults. Immutable.
 *
 * {@snippet :
 * Faults.seeded(42).with(Fault.rateLimited(), 0.05).with(Fault.droppedInBody(), 0.02)
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

  /** None, to start from. */
  public static FaultPlan seeded(long seed) {
    return new FaultPlan(seed, List.of());
  }

  /**
   * These, and one more.
   *
   * @param share of all requests, above 0; all shares together are 1 at most
   */
  public FaultPlan with(Fault fault, double share) {
    Objects.requireNonNull(fault, "fault");
    double before = shares.isEmpty() ? 0 : shares.getLast().cumulativeShare;
    // Written so that NaN is refused; sums such as 0.7 + 0.2 + 0.1 may be a trifle above 1.
    if (!(share > 0 && before + share < 1 + 1e-9)) {
      throw new IllegalArgumentException(
          "share of %s: expected above 0 and up to %s, what is left of 1, found %s"
              .formatted(fault, 1 - before, share));
    }
    var more = new ArrayList<>(shares);
    more.add(new FaultShare(fault, before + share));
    return new FaultPlan(seed, List.copyOf(more));
  }

  /** What happens to this request, counted from 0. */
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
