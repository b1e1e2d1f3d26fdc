package org.atomicagents;

/** Whether a reply came out of a cache. */
public enum CacheState {
  /** No cache was asked. */
  NONE,
  /** The cache was asked and did not have it. */
  MISS,
  /** The cache had it. */
  HIT,
  /** Another run was asking the same; this one got its reply. */
  SHARED
}
