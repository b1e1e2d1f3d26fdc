package org.atomicagents.model;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;

/**
 * A request in progress, which provides the events of its response as they arrive.
 *
 * <p>An exchange can be iterated once, by one thread. {@code hasNext()} and {@code next()} block
 * until the provider sends an event, and throw an {@link AgentException} when the exchange fails.
 */
public interface ModelExchange extends Iterable<ModelEvent>, AutoCloseable {

  /**
   * Returns an iterator over the events.
   *
   * @throws IllegalStateException if this method was called before
   */
  @Override
  Iterator<ModelEvent> iterator();

  /**
   * Releases the resources of the exchange, and cancels it if it has not ended.
   *
   * <p>May be called by any thread, any number of times.
   */
  @Override
  void close();

  /**
   * Returns an exchange after waiting for its first event; for interceptors that act on failures
   * before a response begins. Closes the exchange if the wait fails or the run is cancelled.
   *
   * @param context the run of the exchange
   * @throws AgentException if the exchange fails before its first event
   */
  static ModelExchange started(ModelExchange exchange, RunContext context) {
    return exchange instanceof StartedExchange ? exchange : StartedExchange.of(exchange, context);
  }

  /** Returns an exchange of existing events, for tests and caches. */
  static ModelExchange of(List<? extends ModelEvent> events) {
    List<ModelEvent> copy = List.copyOf(events);
    var isIterated = new AtomicBoolean();
    return new ModelExchange() {
      @Override
      public Iterator<ModelEvent> iterator() {
        if (isIterated.getAndSet(true)) {
          throw new IllegalStateException("The events of an exchange can be read once.");
        }
        return copy.iterator();
      }

      @Override
      public void close() {}
    };
  }

  /** Returns an exchange of existing events, for tests and caches. */
  static ModelExchange of(ModelEvent... events) {
    return of(List.of(events));
  }
}
