package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

/** An exchange that begins with a {@link ModelEvent.ModeChanged} event. */
final class ModeChangedExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final ResponseMode mode;

  ModeChangedExchange(ModelExchange exchange, ResponseMode mode) {
    this.exchange = exchange;
    this.mode = mode;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new EventIterator(exchange.iterator());
  }

  @Override
  public void close() {
    exchange.close();
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> delegate;
    private final AtomicBoolean modeEmitted = new AtomicBoolean();

    EventIterator(Iterator<ModelEvent> delegate) {
      this.delegate = delegate;
    }

    @Override
    public boolean hasNext() {
      return !modeEmitted.get() || delegate.hasNext();
    }

    @Override
    public ModelEvent next() {
      return modeEmitted.getAndSet(true) ? delegate.next() : new ModelEvent.ModeChanged(mode);
    }
  }
}
