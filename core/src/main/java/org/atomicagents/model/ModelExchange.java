package org.atomicagents.model;

import java.util.Iterator;
import java.util.List;
import org.atomicagents.error.AgentException;

/**
 * A request under way: the events of its answer, as they come.
 *
 * <p>Iterated once, by one thread. {@code hasNext()} and {@code next()} wait for the provider and
 * throw an {@link AgentException} when the exchange fails. {@link #close()} may be called from any
 * thread and any number of times; before the end it cancels the exchange.
 */
public interface ModelExchange extends Iterable<ModelEvent>, AutoCloseable {

  /**
   * The events, once.
   *
   * @throws IllegalStateException if they were asked for before
   */
  @Override
  Iterator<ModelEvent> iterator();

  @Override
  void close();

  /** An exchange of events that are known already. */
  static ModelExchange of(List<? extends ModelEvent> events) {
    return new ListExchange(List.copyOf(events));
  }

  /** An exchange of events that are known already. */
  static ModelExchange of(ModelEvent... events) {
    return of(List.of(events));
  }
}
