package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

/** An exchange that says first in which mode it answers. */
final class ChangedExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final ResponseMode mode;

  ChangedExchange(ModelExchange exchange, ResponseMode mode) {
    this.exchange = exchange;
    this.mode = mode;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new Events(exchange.iterator());
  }

  @Override
  public void close() {
    exchange.close();
  }

  private final class Events implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> rest;
    private final AtomicBoolean told = new AtomicBoolean();

    Events(Iterator<ModelEvent> rest) {
      this.rest = rest;
    }

    @Override
    public boolean hasNext() {
      return !told.get() || rest.hasNext();
    }

    @Override
    public ModelEvent next() {
      return told.getAndSet(true) ? rest.next() : new ModelEvent.ModeChanged(mode);
    }
  }
}
