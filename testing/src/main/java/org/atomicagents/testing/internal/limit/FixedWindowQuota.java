package org.atomicagents.testing.internal.limit;

/** A limit that counts the requests and tokens of each minute of the provider's clock. */
public final class FixedWindowQuota implements QuotaSimulator {
  private static final long MINUTE = 60_000_000_000L;

  private final long maxRequests;
  private final long maxTokens;
  private final long offset;
  private long window = -1;
  private long requests;
  private long tokens;

  /**
   * Creates a limit.
   *
   * @param offset the age of the provider's window at the start, in nanoseconds
   */
  public FixedWindowQuota(long maxRequests, long maxTokens, long offset) {
    this.maxRequests = maxRequests;
    this.maxTokens = maxTokens;
    this.offset = offset;
  }

  @Override
  public long admit(long nanos, long requested) {
    long age = nanos + offset;
    if (age / MINUTE != window) {
      window = age / MINUTE;
      requests = 0;
      tokens = 0;
    }
    if (requests + 1 > maxRequests || tokens + requested > maxTokens) {
      return MINUTE - age % MINUTE;
    }
    requests++;
    tokens += requested;
    return 0;
  }
}
