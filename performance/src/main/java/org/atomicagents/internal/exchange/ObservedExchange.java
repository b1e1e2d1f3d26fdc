package org.atomicagents.internal.exchange;

import java.util.Iterator;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;

/** An exchange that reports its events and its end to an observer. */
public final class ObservedExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final ExchangeObserver observer;

  public ObservedExchange(ModelExchange exchange, ExchangeObserver observer) {
    this.exchange = exchange;
    this.observer = observer;
    observer.setReading(false);
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new EventIterator(exchange.iterator());
  }

  @Override
  public void close() {
    try {
      exchange.close();
    } finally {
      observer.close();
    }
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> events;
    // The next event was received already, so that the read of it cannot block.
    private boolean isReceived;

    EventIterator(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      if (isReceived) {
        return true;
      }
      observer.setReading(true);
      try {
        isReceived = events.hasNext();
        if (!isReceived) {
          observer.end();
        }
        return isReceived;
      } catch (AgentException e) {
        observer.fail(e);
        throw e;
      } finally {
        observer.setReading(false);
      }
    }

    @Override
    public ModelEvent next() {
      return isReceived ? receive() : await();
    }

    private ModelEvent receive() {
      isReceived = false;
      try {
        ModelEvent event = events.next();
        observer.receive(event);
        return event;
      } catch (AgentException e) {
        observer.fail(e);
        throw e;
      }
    }

    private ModelEvent await() {
      observer.setReading(true);
      try {
        return receive();
      } finally {
        observer.setReading(false);
      }
    }
  }
}
