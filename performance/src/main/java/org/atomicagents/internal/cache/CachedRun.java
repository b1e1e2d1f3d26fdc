package org.atomicagents.internal.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.AgentStream;
import org.atomicagents.ForwardingRun;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheKey;

/** A prepared run whose output may be read from a cache; it can be used once. Thread-safe. */
final class CachedRun<O> implements ForwardingRun<O> {
  private final CacheLookup<O> lookup;
  private final PreparedRun<O> run;
  private final Duration interval;
  private final AtomicBoolean used = new AtomicBoolean();

  /**
   * Creates a run.
   *
   * @param lookup the way of the run through the cache
   * @param interval the minimum time between two partial values of a stream
   */
  CachedRun(CacheLookup<O> lookup, Duration interval) {
    this.lookup = lookup;
    this.run = lookup.run();
    this.interval = interval;
  }

  @Override
  public RunResult<O> call() {
    requireUnused();
    try (run) {
      return new CachedCall<>(lookup, run).call();
    }
  }

  @Override
  public AgentStream<O> stream() {
    requireUnused();
    return new CachedStream<>(
        lookup.schema(), lookup.activity(), new StreamSource<>(lookup, run, interval)::open, run);
  }

  /** Returns whether this run reads a cache by the same key. */
  boolean isCachedAs(CacheKey key, CacheEngine engine) {
    return lookup.use().engine() == engine && lookup.key().equals(key);
  }

  @Override
  public PreparedRun<O> run() {
    return run;
  }

  @Override
  public Optional<PreparedRun<O>> detached() {
    return run.detached()
        .map(detached ->
            new CachedRun<>(
                new CacheLookup<>(
                    lookup.use(), detached, lookup.key(), lookup.start(), lookup.promptNanos()),
                interval));
  }

  @Override
  public void commit(O output) {
    requireUnused();
    run.commit(output);
  }

  @Override
  public void commitResult(RunResult<O> result) {
    requireUnused();
    run.commitResult(result);
  }

  @Override
  public void close() {
    // A run that was started is closed at its own end.
    if (!used.getAndSet(true)) {
      run.close();
    }
  }

  private void requireUnused() {
    if (used.getAndSet(true)) {
      throw new IllegalStateException(
          "This run of a cached agent was used or closed already.\nPrepare another run.");
    }
  }
}
