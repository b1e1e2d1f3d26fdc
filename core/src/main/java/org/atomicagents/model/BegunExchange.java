package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An exchange whose first event has come. */
final class BegunExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final Iterator<ModelEvent> events;
  private final AtomicBoolean iterated = new AtomicBoolean();

  private BegunExchange(ModelExchange exchange, Iterator<ModelEvent> events) {
    this.exchange = exchange;
    this.events = events;
  }

  /** Waits for the first event; closes the exchange if none comes. */
  static ModelExchange of(ModelExchange exchange, CallContext call) {
    // Whoever started the run doesn't have the exchange yet, and can't close it.
    Runnable uncancel = call.onCancel(exchange::close);
    boolean begun = false;
    try {
      Iterator<ModelEvent> events = exchange.iterator();
      ModelEvent first = events.hasNext() ? events.next() : null;
      begun = true;
      return new BegunExchange(exchange, new Events(first, events));
    } finally {
      uncancel.run();
      if (!begun) {
        exchange.close();
      }
    }
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    if (iterated.getAndSet(true)) {
      throw new IllegalStateException("The events of an exchange can be read once.");
    }
    return events;
  }

  @Override
  public void close() {
    exchange.close();
  }

  private static final class Events implements Iterator<ModelEvent> {
    private @Nullable ModelEvent first;
    private final Iterator<ModelEvent> rest;

    Events(@Nullable ModelEvent first, Iterator<ModelEvent> rest) {
      this.first = first;
      this.rest = rest;
    }

    @Override
    public boolean hasNext() {
      return first != null || rest.hasNext();
    }

    @Override
    public ModelEvent next() {
      ModelEvent event = first;
      if (event == null) {
        return rest.next();
      }
      first = null;
      return event;
    }
  }
}
