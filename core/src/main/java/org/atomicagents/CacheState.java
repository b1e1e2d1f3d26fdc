package org.atomicagents;

/** The part of a cache in a result. */
public enum CacheState {
  /** No cache was used. */
  NONE,
  /** The cache had no entry; the model was called. */
  MISS,
  /** The result was read from the cache; no request was sent for it. */
  HIT,
  /** A concurrent run with the same request was in progress; this run shares its result. */
  SHARED,
  /**
   * The result was read from the journal of a batch; no request was sent. Its metrics are those of
   * the run that the journal recorded.
   */
  JOURNALED
}
