package org.atomicagents.model;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** An exchange with a fixed list of events. */
final class ListExchange implements ModelExchange {
  private final List<ModelEvent> events;
  private final AtomicBoolean iterated = new AtomicBoolean();

  ListExchange(List<ModelEvent> events) {
    this.events = events;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    if (iterated.getAndSet(true)) {
      throw new IllegalStateException("The events of an exchange can be read once.");
    }
    return events.iterator();
  }

  @Override
  public void close() {}
}
