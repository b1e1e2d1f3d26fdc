package org.atomicagents.internal.cache;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.atomicagents.CacheState;
import org.atomicagents.PreparedRun;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.jspecify.annotations.Nullable;

/**
 * One call that reads the cache, or shares a run, or runs alone.
 *
 * @param run the run of the caller
 */
record CachedCall<O>(CacheLookup<O> lookup, PreparedRun<O> run) {

  RunResult<O> call() {
    Runnable endOfActivity = run.beginActivity();
    try {
      return callOrJoin();
    } finally {
      endOfActivity.run();
    }
  }

  private RunResult<O> callOrJoin() {
    while (true) {
      CacheEntry entry = lookup.find();
      if (entry != null) {
        return lookup.hit(entry);
      }
      Optional<PreparedRun<O>> detached = run.detached();
      if (detached.isEmpty()) {
        return callAlone();
      }
      Flight<O> flight = join(detached.get());
      if (flight == null || !flight.isOf(detached.get())) {
        detached.get().close();
      }
      if (flight != null) {
        return await(flight);
      }
    }
  }

  /** Returns the flight of a stream if there is one, since it needs no second request. */
  private @Nullable Flight<O> join(PreparedRun<O> detached) {
    Flight<O> streamed = lookup.joinExisting(key(true));
    return streamed == null
        ? lookup.join(key(false), () -> new Flight<>(detached, null))
        : streamed;
  }

  private FlightKey key(boolean isStream) {
    return new FlightKey(lookup.key(), lookup.schema().type(), isStream);
  }

  private RunResult<O> callAlone() {
    RunResult<O> result = run.call();
    if (lookup.use().mode().isWriting()) {
      lookup.put(result).run();
    }
    return result.withCacheState(CacheState.MISS);
  }

  private RunResult<O> await(Flight<O> flight) {
    // The deadline of one member must not end the wait of the others.
    CompletableFuture<RunResult<O>> own =
        run.deadline().isSet() ? flight.result().copy() : flight.result();
    DeadlineWatch watch =
        DeadlineWatch.start(
            run.deadline(), lookup.time(), lookup::activity, own::completeExceptionally);
    RuntimeException failure;
    boolean isLast;
    try (watch) {
      return lookup.landed(flight, own.get());
    } catch (InterruptedException e) {
      failure = lookup.interrupted(e);
    } catch (ExecutionException e) {
      failure = lookup.failure(flight, e);
    } finally {
      isLast = flight.leave();
    }
    if (isLast && failure instanceof AgentException ofCaller) {
      flight.addUsageTo(ofCaller);
    }
    throw failure;
  }
}
