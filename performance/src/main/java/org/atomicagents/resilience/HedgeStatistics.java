package org.atomicagents.resilience;

/**
 * The counts of a hedge policy since its creation.
 *
 * @param requests the requests that could be sent twice
 * @param hedges the requests that were sent twice
 * @param wins the requests whose second response was used
 */
public record HedgeStatistics(long requests, long hedges, long wins) {

  /** Returns the share of additional requests, from 0 to 1. */
  public double extraShare() {
    return requests == 0 ? 0 : (double) hedges / requests;
  }
}
