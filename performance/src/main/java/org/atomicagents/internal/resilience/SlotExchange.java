package org.atomicagents.internal.resilience;

import java.util.Iterator;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Interceptor.Chain;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/** An exchange that holds a permit until it ends, fails or is closed. */
public final class SlotExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final Slot slot;

  private SlotExchange(ModelExchange exchange, Slot slot) {
    this.exchange = exchange;
    this.slot = slot;
  }

  /** Sends a request after waiting for a permit. */
  public static ModelExchange send(
      SlotPool pool, String tenant, ModelRequest request, RunContext context, Chain chain) {
    Slot slot = acquire(pool, tenant, request, context);
    boolean isSent = false;
    try {
      var exchange = new SlotExchange(chain.proceed(request, context), slot);
      isSent = true;
      return exchange;
    } finally {
      if (!isSent) {
        slot.release();
      }
    }
  }

  private static Slot acquire(
      SlotPool pool, String tenant, ModelRequest request, RunContext context) {
    try {
      return pool.acquire(tenant, context);
    } catch (TimedOutException e) {
      if (context.listeners().isActive()) {
        context
            .listeners()
            .emit(new AgentEvent.RequestRejected(context.agent(), request.model(), e));
      }
      throw e;
    }
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
      slot.release();
    }
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> events;

    EventIterator(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      try {
        boolean hasNext = events.hasNext();
        if (!hasNext) {
          slot.release();
        }
        return hasNext;
      } catch (AgentException e) {
        slot.release();
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      slot.touch();
      return events.next();
    }
  }
}
