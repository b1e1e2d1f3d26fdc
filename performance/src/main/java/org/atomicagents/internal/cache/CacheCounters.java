package org.atomicagents.internal.cache;

import java.util.concurrent.atomic.LongAdder;
import org.atomicagents.cache.CacheStatistics;

/** The counts of a cache. Thread-safe. */
final class CacheCounters {
  final LongAdder hits = new LongAdder();
  final LongAdder staleHits = new LongAdder();
  final LongAdder storeHits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder shared = new LongAdder();
  final LongAdder writes = new LongAdder();
  final LongAdder evictions = new LongAdder();
  final LongAdder storeFailures = new LongAdder();

  CacheStatistics snapshot(long entries) {
    return new CacheStatistics(
        hits.sum(),
        staleHits.sum(),
        storeHits.sum(),
        misses.sum(),
        shared.sum(),
        writes.sum(),
        evictions.sum(),
        storeFailures.sum(),
        entries);
  }
}
