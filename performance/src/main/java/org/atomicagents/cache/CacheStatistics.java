package org.atomicagents.cache;

/**
 * The counts of a {@link ResponseCache} since its creation.
 *
 * @param hits the runs that got an output from the cache, expired ones included
 * @param staleHits the hits whose output had expired and was refreshed in the background
 * @param storeHits the hits that were read from the {@link CacheStore}
 * @param misses the runs that found no output, those that shared a request included
 * @param shared the runs that shared the request of another run
 * @param writes the outputs that were stored
 * @param evictions the outputs that were removed since the cache was full
 * @param storeFailures the failed operations of the {@link CacheStore}
 * @param entries the number of outputs in memory
 */
public record CacheStatistics(
    long hits,
    long staleHits,
    long storeHits,
    long misses,
    long shared,
    long writes,
    long evictions,
    long storeFailures,
    long entries) {

  /** Returns the share of hits in all reads, from 0 to 1; 0 without any read. */
  public double hitRate() {
    long reads = hits + misses;
    return reads == 0 ? 0 : (double) hits / reads;
  }
}
