package org.atomicagents.testing.internal.limit;

/** A limit with a bucket of requests and a bucket of tokens, which are refilled continuously. */
public final class TokenBucketQuota implements QuotaSimulator {
  private static final double MINUTE = 60e9;

  private final double maxRequests;
  private final double maxTokens;
  private final double part;
  private double requests;
  private double tokens;
  private long last;

  /**
   * Creates a limit with full buckets.
   *
   * @param part the part of a minute's limit that a full bucket holds
   */
  public TokenBucketQuota(long maxRequests, long maxTokens, double part) {
    this.maxRequests = maxRequests;
    this.maxTokens = maxTokens;
    this.part = part;
    this.requests = maxRequests * part;
    this.tokens = maxTokens * part;
  }

  @Override
  public long admit(long nanos, long requested) {
    double minutes = (nanos - last) / MINUTE;
    last = nanos;
    requests = Math.min(maxRequests * part, requests + minutes * maxRequests);
    tokens = Math.min(maxTokens * part, tokens + minutes * maxTokens);
    if (requests < 1 || tokens < requested) {
      double wait = Math.max((1 - requests) / maxRequests, (requested - tokens) / maxTokens);
      return Math.max(1, (long) Math.ceil(wait * MINUTE));
    }
    requests--;
    tokens -= requested;
    return 0;
  }
}
