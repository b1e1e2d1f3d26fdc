package org.atomicagents.internal.resilience;

import java.util.Iterator;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;

/**
 * An exchange that continues with the next model when the response breaks off.
 *
 * <p>{@link #close()} may be called by any thread, the iterator by one.
 */
final class FallbackExchange implements ModelExchange {
  private final FallbackCall call;
  private volatile ModelExchange exchange;
  private volatile boolean isClosed;

  FallbackExchange(ModelExchange exchange, FallbackCall call) {
    this.exchange = exchange;
    this.call = call;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new EventIterator(exchange.iterator());
  }

  @Override
  public void close() {
    isClosed = true;
    exchange.close();
  }

  private Iterator<ModelEvent> replace(AgentException failure) {
    exchange.close();
    if (isClosed) {
      throw failure;
    }
    ModelExchange next = call.next(failure, true);
    exchange = next;
    if (isClosed) {
      next.close();
      throw CancelledException.closed("reading a response");
    }
    return next.iterator();
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    private Iterator<ModelEvent> events;

    EventIterator(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      while (true) {
        try {
          return events.hasNext();
        } catch (AgentException e) {
          events = replace(e);
        }
      }
    }

    @Override
    public ModelEvent next() {
      while (true) {
        try {
          return events.next();
        } catch (AgentException e) {
          events = replace(e);
        }
      }
    }
  }
}
