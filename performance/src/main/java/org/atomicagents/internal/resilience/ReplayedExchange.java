package org.atomicagents.internal.resilience;

import java.util.Iterator;
import java.util.List;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;

/** An exchange whose first events have been received. */
final class ReplayedExchange implements ModelExchange {
  private final Iterator<ModelEvent> received;
  private final Iterator<ModelEvent> remaining;
  private final ModelExchange exchange;
  private boolean isIterated;

  ReplayedExchange(
      List<ModelEvent> received, Iterator<ModelEvent> remaining, ModelExchange exchange) {
    this.received = received.iterator();
    this.remaining = remaining;
    this.exchange = exchange;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    if (isIterated) {
      throw new IllegalStateException("The events of an exchange can be read once.");
    }
    isIterated = true;
    return new EventIterator();
  }

  @Override
  public void close() {
    exchange.close();
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    @Override
    public boolean hasNext() {
      return received.hasNext() || remaining.hasNext();
    }

    @Override
    public ModelEvent next() {
      return received.hasNext() ? received.next() : remaining.next();
    }
  }
}
