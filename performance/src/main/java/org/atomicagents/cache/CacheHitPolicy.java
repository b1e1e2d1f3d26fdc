package org.atomicagents.cache;

/** The effect of a cache hit on the conversation of its run. */
public enum CacheHitPolicy {
  /** The turn is committed, as if the model had been called. */
  RECORD,
  /** The conversation is unchanged. */
  SKIP
}
