package org.atomicagents.internal.cache;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.internal.cache.Flight.EndAction;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/** The runs in progress that can be shared, by key. Thread-safe. */
final class Flights {
  private final ConcurrentHashMap<FlightKey, Flight<?>> flights = new ConcurrentHashMap<>();
  // The clock of a test would have to be advanced for each thread.
  private final FlightThreads threads = new FlightThreads(TimeSource.system());

  /** Returns a flight in progress, of which the caller is now a member; null if there is none. */
  <O> @Nullable Flight<O> joinExisting(FlightKey key) {
    Flight<O> existing = find(key);
    return existing != null && existing.join() && existing.isStarted() ? existing : null;
  }

  /**
   * Returns a flight, of which the caller is now a member.
   *
   * @param creation creates a flight
   * @param isAnswered whether the cache has got an entry since the caller looked
   * @param onEnd see {@link Flight#start}
   * @return null if the cache has got an entry
   */
  <O> @Nullable Flight<O> join(
      FlightKey key,
      Supplier<Flight<O>> creation,
      BooleanSupplier isAnswered,
      Function<Flight<O>, EndAction<O>> onEnd) {
    while (true) {
      Flight<O> existing = find(key);
      if (existing == null) {
        Flight<O> created = creation.get();
        if (flights.putIfAbsent(key, created) == null) {
          return start(key, created, isAnswered, onEnd.apply(created)) ? created : null;
        }
        created.discard();
      } else if (existing.join()) {
        return existing.isStarted() ? existing : null;
      } else {
        flights.remove(key, existing);
      }
    }
  }

  // A flight that ended between the caller's look into the cache and here has left its entry. So
  // the cache is read again, now that no other flight of the key can begin.
  private <O> boolean start(
      FlightKey key, Flight<O> created, BooleanSupplier isAnswered, EndAction<O> onEnd) {
    boolean isStarted = false;
    try {
      if (!isAnswered.getAsBoolean()) {
        created.start(
            threads.take(),
            completed -> {
              Runnable remainder = onEnd.end(completed);
              flights.remove(key, created);
              return remainder;
            });
        isStarted = true;
      }
    } finally {
      if (!isStarted) {
        flights.remove(key, created);
        created.discard();
      }
    }
    return isStarted;
  }

  // The key contains the type of the output.
  @SuppressWarnings("unchecked")
  private <O> @Nullable Flight<O> find(FlightKey key) {
    return (Flight<O>) flights.get(key);
  }

  int members() {
    return flights.values().stream().mapToInt(Flight::members).sum();
  }

  boolean contains(FlightKey key) {
    return flights.containsKey(key);
  }
}
