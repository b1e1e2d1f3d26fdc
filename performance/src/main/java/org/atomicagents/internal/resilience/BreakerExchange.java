package org.atomicagents.internal.resilience;

import java.util.Iterator;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.Interceptor.Chain;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/** An exchange whose result is recorded in a circuit breaker. */
public final class BreakerExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final BreakerCall call;

  private BreakerExchange(ModelExchange exchange, BreakerCall call) {
    this.exchange = exchange;
    this.call = call;
  }

  /** Sends a request if the breaker permits it. */
  public static ModelExchange send(
      ModelBreaker breaker, ModelRequest request, RunContext context, Chain chain) {
    BreakerCall call = breaker.acquire(context);
    try {
      return new BreakerExchange(chain.proceed(request, context), call);
    } catch (AgentException e) {
      call.fail(e);
      throw e;
    } catch (RuntimeException | Error e) {
      call.release();
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
      call.close();
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
          call.succeed();
        }
        return hasNext;
      } catch (AgentException e) {
        call.fail(e);
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      try {
        ModelEvent event = events.next();
        call.begin();
        return event;
      } catch (AgentException e) {
        call.fail(e);
        throw e;
      }
    }
  }
}
