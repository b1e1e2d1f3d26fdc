package org.atomicagents.internal.cache;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.atomicagents.CacheState;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CacheHitPolicy;
import org.atomicagents.cache.CacheKey;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.internal.cache.Flight.EndAction;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.schema.Schema;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * The way of one run through the cache: its entry, or its flight, and its result. Thread-safe.
 *
 * @param run the run of this caller, with its conversation
 * @param start when the preparation of the run began, on the clock of the cache
 * @param promptNanos how long the preparation of the run inside took
 */
record CacheLookup<O>(
    CacheUse<O> use, PreparedRun<O> run, CacheKey key, long start, long promptNanos) {

  Schema<O> schema() {
    return use.output();
  }

  TimeSource time() {
    return use.engine().time();
  }

  String activity() {
    return "waiting for a cached or shared response of type " + schema().name();
  }

  /** Returns a usable entry; null if there is none, or if the run reads none. */
  @Nullable CacheEntry find() {
    if (!use.mode().isReading()) {
      return null;
    }
    CacheEntry entry = use.engine().find(key, schema(), use.maxAgeNanos());
    CacheCounters counters = use.engine().counters();
    (entry == null ? counters.misses : counters.hits).increment();
    if (entry != null && use.engine().isExpired(entry)) {
      counters.staleHits.increment();
      refresh();
    }
    return entry;
  }

  /** Replaces an expired entry in the background, unless another run is doing so. */
  private void refresh() {
    var flightKey = new FlightKey(key, schema().type(), false);
    if (use.mode().isWriting()
        && !use.engine().flights().contains(flightKey)
        && use.engine().beginRefresh(key)) {
      Optional<PreparedRun<O>> detached = run.detached();
      // The background is a member that never leaves.
      detached.ifPresent(shared -> {
        Flight<O> flight = join(flightKey, () -> new Flight<>(shared, null), true);
        if (flight == null || !flight.isOf(shared)) {
          shared.close();
        }
      });
    }
  }

  /** Returns a flight in progress, of which this run is now a member; null if there is none. */
  @Nullable Flight<O> joinExisting(FlightKey flightKey) {
    return joined(use.engine().flights().joinExisting(flightKey));
  }

  /**
   * Returns a flight, of which this run is now a member; null if the cache has got an entry since
   * this run looked.
   */
  @Nullable Flight<O> join(FlightKey flightKey, Supplier<Flight<O>> creation) {
    return join(flightKey, creation, false);
  }

  private @Nullable Flight<O> join(
      FlightKey flightKey, Supplier<Flight<O>> creation, boolean isRefresh) {
    // A new flight may end before its creator continues, so it is marked before it starts.
    Supplier<Flight<O>> marked = () -> Objects.requireNonNull(joined(creation.get()));
    return joined(
        use.engine().flights().join(flightKey, marked, () -> hasFreshEntry(isRefresh), this::end));
  }

  private boolean hasFreshEntry(boolean isRefresh) {
    CacheEntry entry =
        use.mode().isReading() ? use.engine().peek(key, schema(), use.maxAgeNanos()) : null;
    return entry != null && !(isRefresh && use.engine().isExpired(entry));
  }

  private @Nullable Flight<O> joined(@Nullable Flight<O> flight) {
    if (flight != null && use.mode().isWriting()) {
      flight.store();
    }
    return flight;
  }

  private EndAction<O> end(Flight<O> flight) {
    return completed -> completed == null || !flight.isStored() ? () -> {} : put(completed);
  }

  /** Stores a result in memory; the returned action writes it to the store. */
  Runnable put(RunResult<O> completed) {
    // The text of a fingerprint is needed only to decide whether opaque parts may be replayed.
    String fingerprint = completed.opaque().isEmpty() ? "" : run.fingerprint();
    return use.engine().put(key, schema(), completed, fingerprint);
  }

  /** Returns the result of a hit; commits the turn as the policy requires. */
  RunResult<O> hit(CacheEntry entry) {
    RunResult<O> result =
        new RunResult<>(
            output(entry),
            entry.json(),
            entry.model(),
            entry.finishReason(),
            0,
            0,
            Usage.NONE,
            List.of(),
            timings(),
            List.of(),
            List.of(),
            CacheState.HIT,
            List.of(),
            entry.opaqueFor(run));
    if (use.hits() == CacheHitPolicy.RECORD) {
      run.commitResult(result);
    } else {
      run.close();
    }
    long now = time().nanoTime();
    run.emit(agent -> new AgentEvent.CacheHit(agent, entry.age(now), entry.isExpired(now)));
    return run.preparationUsage().addedTo(result);
  }

  // An entry is used only if its type equals that of the schema.
  @SuppressWarnings("unchecked")
  O output(CacheEntry entry) {
    return (O) entry.output();
  }

  /** Returns the result of a member of a flight; commits its turn. */
  RunResult<O> landed(Flight<O> flight, RunResult<O> result) {
    return run.preparationUsage().addedTo(shared(flight, result));
  }

  private RunResult<O> shared(Flight<O> flight, RunResult<O> result) {
    boolean isReplayable = result.opaque().isEmpty() || flight.hasRequestOf(run);
    try {
      commit(result, isReplayable);
    } catch (AgentException e) {
      if (flight.takeUsage()) {
        Failures.addUsage(e, result);
      }
      throw run.preparationUsage().addedTo(e);
    }
    if (flight.takeUsage()) {
      return result.withCacheState(CacheState.MISS);
    }
    use.engine().counters().shared.increment();
    run.emit(AgentEvent.CacheShared::new);
    return new RunResult<>(
        result.output(),
        result.text(),
        result.model(),
        result.finishReason(),
        result.attempts(),
        0,
        Usage.NONE,
        List.of(),
        timings(),
        List.of(),
        result.repairs(),
        CacheState.SHARED,
        result.shortfalls(),
        isReplayable ? result.opaque() : List.of());
  }

  private void commit(RunResult<O> result, boolean isReplayable) {
    if (isReplayable) {
      run.commitResult(result);
    } else {
      run.commit(result.output());
    }
  }

  private Timings timings() {
    var timings = new Timings.Recorder(time(), start);
    timings.add(Phase.PROMPT, promptNanos);
    timings.addRest(Phase.CACHE);
    return timings.snapshot();
  }

  /** Returns the exception of a member of a flight whose part in it failed. */
  RuntimeException failure(Flight<O> flight, ExecutionException cause) {
    RuntimeException failure = flight.failure(cause);
    return failure instanceof AgentException own ? run.preparationUsage().addedTo(own) : failure;
  }

  AgentException interrupted(InterruptedException cause) {
    return run.preparationUsage().addedTo(CancelledException.interrupted(activity(), cause));
  }
}
