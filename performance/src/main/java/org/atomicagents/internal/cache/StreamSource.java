package org.atomicagents.internal.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.AgentStream;
import org.atomicagents.PreparedRun;
import org.atomicagents.internal.stream.ReplayStream;
import org.atomicagents.internal.stream.RunStream;
import org.jspecify.annotations.Nullable;

/**
 * The source of one stream: a replayed entry, a shared run, or the run of the caller.
 *
 * @param run the run of the caller
 * @param interval the minimum time between two partial values
 */
record StreamSource<O>(CacheLookup<O> lookup, PreparedRun<O> run, Duration interval) {

  /** Returns the stream; sends a request if there is neither an entry nor a run in progress. */
  AgentStream<O> open() {
    while (true) {
      CacheEntry entry = lookup.find();
      if (entry != null) {
        return new ReplayStream<>(
            lookup.schema(),
            lookup.output(entry),
            lookup.activity(),
            lookup.time(),
            () -> lookup.hit(entry));
      }
      Optional<PreparedRun<O>> detached = run.detached();
      RunStream<O> stream = detached.isEmpty() ? null : shareable(detached.get());
      if (stream == null) {
        detached.ifPresent(PreparedRun::close);
        return new UnsharedStream<>(lookup, run.stream(), new AtomicBoolean());
      }
      AgentStream<O> shared = share(detached.get(), stream);
      if (shared != null) {
        return shared;
      }
    }
  }

  private static <O> @Nullable RunStream<O> shareable(PreparedRun<O> detached) {
    AgentStream<O> stream = detached.stream();
    if (stream instanceof RunStream<O> run) {
      return run;
    }
    stream.close();
    return null;
  }

  private @Nullable AgentStream<O> share(PreparedRun<O> detached, RunStream<O> stream) {
    var key = new FlightKey(lookup.key(), lookup.schema().type(), true);
    Flight<O> flight = lookup.join(key, () -> new Flight<>(detached, stream));
    if (flight == null || flight.stream() != stream) {
      stream.close();
      detached.close();
    }
    if (flight == null) {
      return null;
    }
    var member = new StreamMember<>(lookup, flight, run);
    return member.open(Objects.requireNonNull(flight.stream(), "stream"), interval);
  }
}
