package org.atomicagents.internal.redis.sharing;

import java.util.Iterator;
import org.atomicagents.error.AgentException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;

/** A response that this process requested, and passes on to the followers. */
final class LedExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final Leadership leadership;
  private volatile boolean isFinished;

  LedExchange(ModelExchange exchange, Leadership leadership) {
    this.exchange = exchange;
    this.leadership = leadership;
    leadership.setReading(false);
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
      // A reader that closes after the finish has received the complete response.
      if (isFinished) {
        leadership.complete();
      } else {
        leadership.handOver();
      }
    }
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> events;

    EventIterator(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      leadership.setReading(true);
      boolean isRead = false;
      try {
        boolean hasNext = events.hasNext();
        isRead = true;
        if (!hasNext) {
          leadership.complete();
        }
        return hasNext;
      } catch (AgentException e) {
        leadership.fail(e);
        throw e;
      } finally {
        end(isRead);
      }
    }

    @Override
    public ModelEvent next() {
      leadership.setReading(true);
      boolean isRead = false;
      try {
        ModelEvent event = events.next();
        isRead = true;
        publish(event);
        return event;
      } catch (AgentException e) {
        leadership.fail(e);
        throw e;
      } finally {
        end(isRead);
      }
    }

    private void end(boolean isRead) {
      leadership.setReading(false);
      if (!isRead) {
        leadership.handOver(); // nothing to do after a failure of the request
      }
    }

    private void publish(ModelEvent event) {
      switch (event) {
        // The usage counts for the run that sent the request.
        case ModelEvent.UsageReport report -> {}
        case ModelEvent.Finished finished -> {
          leadership.publish(event);
          isFinished = true;
        }
        default -> leadership.publish(event);
      }
    }
  }
}
