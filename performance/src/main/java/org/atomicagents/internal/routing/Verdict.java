package org.atomicagents.internal.routing;

import java.util.List;

/**
 * The decision about the result of a stage.
 *
 * @param reasons why the output is not accepted; empty if it is
 * @param rank how good the output is; of outputs that are not accepted, the latest one of the
 *     highest rank is returned, and none with a negative rank
 */
public record Verdict(List<String> reasons, int rank) {
  private static final Verdict ACCEPTED = new Verdict(List.of(), Integer.MAX_VALUE);

  public Verdict {
    reasons = List.copyOf(reasons);
  }

  /** Returns the decision to accept an output. */
  public static Verdict accepted() {
    return ACCEPTED;
  }

  boolean isAccepted() {
    return reasons.isEmpty();
  }

  boolean isReturnable() {
    return rank >= 0;
  }
}
