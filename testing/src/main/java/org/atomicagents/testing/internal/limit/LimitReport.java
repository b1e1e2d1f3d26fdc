package org.atomicagents.testing.internal.limit;

import java.util.Arrays;

/** The requests that a provider with limits accepted and rejected. */
public final class LimitReport {
  private static final long MINUTE = 60_000_000_000L;

  private final long maxRequests;
  private final long maxTokens;
  private final long[] requests;
  private final long[] tokens;
  private long accepted;
  private long rejected;

  /** Creates a report without requests. */
  public LimitReport(long maxRequests, long maxTokens, int minutes) {
    this.maxRequests = maxRequests;
    this.maxTokens = maxTokens;
    this.requests = new long[minutes];
    this.tokens = new long[minutes];
  }

  int minutes() {
    return requests.length;
  }

  void accept(long nanos, long used) {
    int minute = (int) (nanos / MINUTE);
    accepted++;
    if (minute < requests.length) {
      requests[minute]++;
      tokens[minute] += used;
    }
  }

  void reject() {
    rejected++;
  }

  /** Returns the used share of the binding limit, for each full minute after the first. */
  public double[] usedShares() {
    double[] shares = new double[requests.length - 1];
    for (int i = 0; i < shares.length; i++) {
      shares[i] =
          Math.max((double) requests[i + 1] / maxRequests, (double) tokens[i + 1] / maxTokens);
    }
    return shares;
  }

  /** Returns the lowest of {@link #usedShares()}. */
  public double minUsedShare() {
    return Arrays.stream(usedShares()).min().orElse(0);
  }

  /** Returns the mean of {@link #usedShares()}. */
  public double meanUsedShare() {
    return Arrays.stream(usedShares()).average().orElse(0);
  }

  /** Returns the share of the requests that were rejected. */
  public double rejectedShare() {
    return (double) rejected / (accepted + rejected);
  }
}
