package org.atomicagents.testing.internal.limit;

/** A provider's limit of requests and tokens per minute. Not thread-safe. */
public interface QuotaSimulator {

  /**
   * Accepts or rejects a request. A rejected request uses nothing.
   *
   * @param nanos the time of its arrival, not before that of the previous request
   * @return the nanoseconds after which the request would be accepted, if no other one arrived; 0
   *     if it is accepted
   */
  long admit(long nanos, long tokens);
}
