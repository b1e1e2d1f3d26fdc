package org.atomicagents.internal.spark;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunIngredients;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.StoreException;
import org.atomicagents.internal.batch.ItemKey;
import org.atomicagents.internal.batch.ItemResult;
import org.atomicagents.internal.batch.ResultCodec;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * Runs that are recorded in a store before their results are handed out, and not repeated.
 *
 * <p>Equal runs of one executor that overlap share the result of one of them. Thread-safe.
 *
 * @param <O> the type of the output
 */
public final class JournaledRuns<O> {
  /** The beginning of all keys: a change of them, or of the stored form, changes it. */
  private static final String FORMAT = "atomic-agents-rows-1";

  private final PatientStore store;
  private final String tenant;
  private final Duration lifetime;
  private final Schema<O> output;
  private final TimeSource time;

  /** The runs in flight of this executor; null if the run has failed. */
  private final ConcurrentHashMap<CacheKey, CompletableFuture<byte @Nullable []>> inFlight =
      new ConcurrentHashMap<>();

  /**
   * Creates the runs of an agent.
   *
   * @param tenant the customer or application whose rows share results
   * @param lifetime the time for which a result is kept
   * @param output the schema of the agent's output
   */
  public JournaledRuns(
      PatientStore store, String tenant, Duration lifetime, Schema<O> output, TimeSource time) {
    this.store = Objects.requireNonNull(store, "store");
    this.tenant = Objects.requireNonNull(tenant, "tenant");
    this.lifetime = Objects.requireNonNull(lifetime, "lifetime");
    this.output = Objects.requireNonNull(output, "output");
    this.time = Objects.requireNonNull(time, "time");
  }

  /**
   * Returns the recorded result of a run, or else that of the run, after it was recorded.
   *
   * @param rowKey the text that belongs to the key in addition to the input
   * @throws JournalFailureException if the store cannot be read or written
   */
  ItemResult<O> call(String rowKey, PreparedRun<O> run) {
    long start = time.nanoTime();
    CacheKey key = key(rowKey, run.ingredients());
    while (true) {
      var mine = new CompletableFuture<byte @Nullable []>();
      CompletableFuture<byte @Nullable []> other = inFlight.putIfAbsent(key, mine);
      if (other == null) {
        return lead(key, run, mine, start);
      }
      byte[] shared = await(other);
      if (shared != null) {
        return replay(key, shared, start);
      }
    }
  }

  private ItemResult<O> lead(
      CacheKey key, PreparedRun<O> run, CompletableFuture<byte @Nullable []> mine, long start) {
    byte[] bytes = null;
    try {
      bytes = store.get(key, time.now());
      if (bytes != null) {
        return replay(key, bytes, start);
      }
      ItemResult<O> result = ItemResult.of(run.call());
      byte[] encoded = ResultCodec.encode(result, output);
      store.put(key, encoded, time.now().plus(lifetime));
      bytes = encoded;
      return result;
    } finally {
      inFlight.remove(key, mine);
      mine.complete(bytes);
    }
  }

  private CacheKey key(String rowKey, RunIngredients ingredients) {
    String[] setup =
        ingredients.shared().entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toArray(String[]::new);
    String[] texts = Arrays.copyOf(setup, setup.length + 5);
    texts[setup.length] = FORMAT;
    texts[setup.length + 1] = tenant;
    texts[setup.length + 2] = ingredients.history();
    texts[setup.length + 3] = ingredients.input();
    texts[setup.length + 4] = rowKey;
    return new CacheKey(tenant, ItemKey.of(texts).hex());
  }

  private ItemResult<O> replay(CacheKey key, byte[] bytes, long start) {
    try {
      var timings = new Timings.Recorder(time, start);
      timings.addRest(Phase.CACHE);
      return ResultCodec.decode(bytes, output, timings.snapshot());
    } catch (IllegalArgumentException e) {
      throw new JournalFailureException(
          StoreException.of(
              "The journal of tenant '%s' has a result %s that cannot be used: %s.\nRemove it from the store, or use another tenant."
                  .formatted(tenant, key.hash(), e.getMessage()),
              e));
    }
  }

  private static byte @Nullable [] await(CompletableFuture<byte @Nullable []> other) {
    try {
      return other.get();
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("waiting for the result of an equal row", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The future of a row has no exception", e);
    }
  }
}
