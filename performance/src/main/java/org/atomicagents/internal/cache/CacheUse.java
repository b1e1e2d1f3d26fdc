package org.atomicagents.internal.cache;

import org.atomicagents.ForwardingRun;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunOptions;
import org.atomicagents.cache.CacheHitPolicy;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.cache.CacheKeyStrategy;
import org.atomicagents.cache.CacheMode;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The use of a cache by one agent. Immutable and thread-safe.
 *
 * @param maxAgeNanos the maximum age of an entry; null for its time to live
 */
public record CacheUse<O>(
    CacheEngine engine,
    Schema<O> output,
    String tenant,
    String salt,
    CacheKeyStrategy strategy,
    CacheMode mode,
    @Nullable Long maxAgeNanos,
    CacheHitPolicy hits,
    CacheScope scope) {

  /** Returns the use of a cache with the default settings. */
  public static <O> CacheUse<O> of(CacheEngine engine, Schema<O> output) {
    return new CacheUse<>(
        engine,
        output,
        "",
        "",
        CacheKeyStrategy.fingerprint(),
        CacheMode.ON,
        null,
        CacheHitPolicy.RECORD,
        new CacheScope("", "", output));
  }

  /** Returns a copy with another tenant and salt. */
  public CacheUse<O> withScope(String otherTenant, String otherSalt) {
    return new CacheUse<>(
        engine,
        output,
        otherTenant,
        otherSalt,
        strategy,
        mode,
        maxAgeNanos,
        hits,
        new CacheScope(otherTenant, otherSalt, output));
  }

  /** Returns a copy with another strategy. */
  public CacheUse<O> withStrategy(CacheKeyStrategy other) {
    return new CacheUse<>(engine, output, tenant, salt, other, mode, maxAgeNanos, hits, scope);
  }

  /** Returns a copy with another mode. */
  public CacheUse<O> withMode(CacheMode other) {
    return new CacheUse<>(engine, output, tenant, salt, strategy, other, maxAgeNanos, hits, scope);
  }

  /** Returns a copy with a maximum age. */
  public CacheUse<O> withMaxAge(long nanos) {
    return new CacheUse<>(engine, output, tenant, salt, strategy, mode, nanos, hits, scope);
  }

  /** Returns a copy with another effect of hits. */
  public CacheUse<O> withHits(CacheHitPolicy other) {
    return new CacheUse<>(engine, output, tenant, salt, strategy, mode, maxAgeNanos, other, scope);
  }

  /** Returns the time of the monotonic clock of the cache, in nanoseconds. */
  public long now() {
    return engine.time().nanoTime();
  }

  /**
   * Returns a run that uses the cache.
   *
   * @param start when the preparation of the run, which has ended now, began
   */
  public PreparedRun<O> prepare(PreparedRun<O> run, RunOptions options, long start) {
    long promptNanos = now() - start;
    CacheKey key = scope.key(strategy, run);
    return isCached(run, key)
        ? run
        : new CachedRun<>(
            new CacheLookup<>(this, run, key, start, promptNanos), options.stream().interval());
  }

  // A flight with the key of a run inside of it would wait for itself.
  private boolean isCached(PreparedRun<O> run, CacheKey key) {
    PreparedRun<O> inner = run;
    while (inner instanceof ForwardingRun<O> outer) {
      if (outer instanceof CachedRun<O> cached && cached.isCachedAs(key, engine)) {
        return true;
      }
      inner = outer.run();
    }
    return false;
  }
}
