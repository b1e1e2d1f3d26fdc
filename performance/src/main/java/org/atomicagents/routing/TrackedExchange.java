package org.atomicagents.routing;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.time.TimeSource;

/** An exchange whose end is measured, once. */
final class TrackedExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final TrackedModel model;
  private final TimeSource time;
  private final long start;
  private final AtomicBoolean ended = new AtomicBoolean();

  TrackedExchange(ModelExchange exchange, TrackedModel model, TimeSource time, long start) {
    this.exchange = exchange;
    this.model = model;
    this.time = time;
    this.start = start;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    Iterator<ModelEvent> events = exchange.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        boolean more;
        try {
          more = events.hasNext();
        } catch (AgentException e) {
          throw failed(e);
        }
        if (!more && !ended.getAndSet(true)) {
          model.succeeded(time.nanoTime() - start);
        }
        return more;
      }

      @Override
      public ModelEvent next() {
        try {
          return events.next();
        } catch (AgentException e) {
          throw failed(e);
        }
      }
    };
  }

  private AgentException failed(AgentException failure) {
    if (!ended.getAndSet(true)) {
      model.failed(failure);
    }
    return failure;
  }

  @Override
  public void close() {
    exchange.close();
  }
}
