package org.atomicagents.testing;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.atomicagents.testing.internal.server.BatchSimulation;
import org.atomicagents.testing.internal.server.FaultEffect;
import org.jspecify.annotations.Nullable;

/**
 * The progress of the batches of a {@link SimulatedProvider}, and the failures of their items.
 *
 * <p>A batch ends after a number of polls, or when a time has passed by the clock of the provider;
 * it never waits. Items may fail with a status, respond with invalid JSON, or expire. Immutable.
 *
 * {@snippet :
 * BatchPlan.ofDefaults().withPolls(3).withItemFault(0, Fault.status(500)).withExpiredShare(0.1)
 * }
 *
 * @see SimulatedProvider.Builder#batches
 */
public final class BatchPlan {
  private static final int DEFAULT_POLLS = 2;
  private static final BatchPlan DEFAULTS =
      new BatchPlan(DEFAULT_POLLS, null, 0, null, FaultPlan.seeded(0), Map.of());

  private final int polls;
  private final @Nullable Duration duration;
  private final double expiredShare;
  private final @Nullable String failure;
  private final FaultPlan faults;
  private final Map<Integer, Fault> itemFaults;

  private BatchPlan(
      int polls,
      @Nullable Duration duration,
      double expiredShare,
      @Nullable String failure,
      FaultPlan faults,
      Map<Integer, Fault> itemFaults) {
    this.polls = polls;
    this.duration = duration;
    this.expiredShare = expiredShare;
    this.failure = failure;
    this.faults = faults;
    this.itemFaults = Map.copyOf(itemFaults);
  }

  /**
   * Returns the default plan: a batch is in progress at the first poll and has ended at the second;
   * all valid items succeed.
   */
  public static BatchPlan ofDefaults() {
    return DEFAULTS;
  }

  /**
   * Returns a copy with another number of polls until a batch ends.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  public BatchPlan withPolls(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("polls: expected 1 or more, found " + value);
    }
    return new BatchPlan(value, null, expiredShare, failure, faults, itemFaults);
  }

  /**
   * Returns a copy whose batches end when this time has passed since their creation, by the clock
   * of the provider. The number of polls has no effect then.
   *
   * @throws IllegalArgumentException if the duration is not positive
   */
  public BatchPlan withDuration(Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("duration: expected above 0, found " + value);
    }
    return new BatchPlan(polls, value, expiredShare, failure, faults, itemFaults);
  }

  /**
   * Returns a copy whose batches expire before this share of their items is processed; the other
   * items have results.
   *
   * @param share from 0, none, to 1, all items; the items of a batch expire from the last one on
   * @throws IllegalArgumentException if the share is out of range
   */
  public BatchPlan withExpiredShare(double share) {
    // Negated to reject NaN.
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share: expected 0 to 1, found " + share);
    }
    return new BatchPlan(polls, duration, share, failure, faults, itemFaults);
  }

  /**
   * Returns a copy whose batches fail as a whole, without results.
   *
   * <p>Anthropic has no such state: each item of its batches fails with the message.
   */
  public BatchPlan withFailure(String message) {
    Objects.requireNonNull(message, "message");
    return new BatchPlan(polls, duration, expiredShare, message, faults, itemFaults);
  }

  /**
   * Returns a copy with random faults of items; an item has the number that a request would have.
   *
   * @throws IllegalArgumentException if a fault is not one of items; see {@link #withItemFault}
   */
  public BatchPlan withItemFaults(FaultPlan plan) {
    plan.faults().forEach(BatchPlan::requireItemFault);
    return new BatchPlan(polls, duration, expiredShare, failure, plan, itemFaults);
  }

  /**
   * Returns a copy with a fault of one item, in each batch.
   *
   * <p>{@link Fault#status}, {@link Fault#rateLimited()}, {@link Fault#quotaExceeded()} and {@link
   * Fault#errorInStream()} are errors of the item. {@link Fault#malformedJson()} and {@link
   * Fault#truncated()} change the text of the model into invalid JSON or its first half; of a call,
   * the arguments at OpenAI, and nothing at Anthropic and Google, where they are no text.
   *
   * @param item the index of the item, from 0
   * @throws IllegalArgumentException if the index is negative, or for any other fault: an item has
   *     no connection
   */
  public BatchPlan withItemFault(int item, Fault fault) {
    if (item < 0) {
      throw new IllegalArgumentException("item: expected 0 or more, found " + item);
    }
    requireItemFault(fault);
    var extended = new TreeMap<>(itemFaults);
    extended.put(item, fault);
    return new BatchPlan(polls, duration, expiredShare, failure, faults, extended);
  }

  BatchSimulation settings() {
    return new BatchSimulation(
        polls,
        duration,
        expiredShare,
        failure,
        item -> {
          Fault planned = faults.faultFor(item);
          Fault fault = itemFaults.getOrDefault(item, planned);
          return fault == null ? null : fault.injected();
        });
  }

  private static void requireItemFault(Fault fault) {
    FaultEffect effect = fault.injected().effect();
    boolean isItemFault =
        effect instanceof FaultEffect.ErrorResponse
            || (effect instanceof FaultEffect.ContentCorruption
                && effect != FaultEffect.ContentCorruption.PAGE);
    if (!isItemFault) {
      throw new IllegalArgumentException(
          "fault of an item: expected an error or a corruption of the output, found " + fault);
    }
  }
}
