package org.atomicagents.internal.resilience;

import java.util.Iterator;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.jspecify.annotations.Nullable;

/** An exchange with one more event at its beginning. */
final class PrefixedExchange implements ModelExchange {
  private final ModelEvent first;
  private final ModelExchange exchange;

  PrefixedExchange(ModelEvent first, ModelExchange exchange) {
    this.first = first;
    this.exchange = exchange;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new EventIterator(first, exchange.iterator());
  }

  @Override
  public void close() {
    exchange.close();
  }

  private static final class EventIterator implements Iterator<ModelEvent> {
    private @Nullable ModelEvent first;
    private final Iterator<ModelEvent> remaining;

    EventIterator(ModelEvent first, Iterator<ModelEvent> remaining) {
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
