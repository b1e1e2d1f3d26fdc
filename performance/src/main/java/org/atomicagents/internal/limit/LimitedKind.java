package org.atomicagents.internal.limit;

import org.atomicagents.limit.PermitBucket;

/**
 * The state of one kind of a limit in this process: its ledger and its credit.
 *
 * <p>It outlives changes of the limit. Thread-safe.
 */
record LimitedKind(LimitKind kind, MinuteLedger ledger, PaceCredit credit) {
  /**
   * Permits taken from a bucket.
   *
   * @param permits the permits that are charged: those of the bucket and those of the credit
   * @param fromCredit the part that was taken from the credit
   * @param level the permits that remained in the bucket, for {@link PaceCredit}
   * @param isLocal whether the bucket is the replacement of a store that failed
   */
  record Taken(
      LimitedKind limited,
      PermitBucket bucket,
      long permits,
      long fromCredit,
      long level,
      boolean isLocal) {}

  /**
   * The permits of a request that was sent.
   *
   * @param slot the slot of the ledger
   */
  record SentPermits(Taken taken, long slot) {}
}
