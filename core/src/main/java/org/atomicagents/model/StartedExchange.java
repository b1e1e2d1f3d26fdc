package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An exchange whose first event has been received. */
final class StartedExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final Iterator<ModelEvent> events;
  private final AtomicBoolean iterated = new AtomicBoolean();

  private StartedExchange(ModelExchange exchange, Iterator<ModelEvent> events) {
    this.exchange = exchange;
    this.events = events;
  }

  /** Waits for the first event; closes the exchange if that fails. */
  static ModelExchange of(ModelExchange exchange, RunContext context) {
    // The run has no reference to the exchange yet, so a cancellation must close it here.
    Runnable uncancel = context.onCancel(exchange::close);
    boolean started = false;
    try {
      Iterator<ModelEvent> events = exchange.iterator();
      ModelEvent first = events.hasNext() ? events.next() : null;
      started = true;
      return new StartedExchange(exchange, new EventIterator(first, events));
    } finally {
      uncancel.run();
      if (!started) {
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

  private static final class EventIterator implements Iterator<ModelEvent> {
    private @Nullable ModelEvent first;
    private final Iterator<ModelEvent> remaining;

    EventIterator(@Nullable ModelEvent first, Iterator<ModelEvent> remaining) {
      this.first = first;
      this.remaining = remaining;
    }

    @Override
    public boolean hasNext() {
      return first != null || remaining.hasNext();
    }

    @Override
    public ModelEvent next() {
      ModelEvent event = first;
      if (event == null) {
        return remaining.next();
      }
      first = null;
      return event;
    }
  }
}
