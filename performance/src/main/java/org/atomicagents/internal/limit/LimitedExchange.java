package org.atomicagents.internal.limit;

import java.util.Iterator;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.limit.ConcurrencyWindow.Ending;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.jspecify.annotations.Nullable;

/** An exchange that releases its permit when it ends, fails or is closed. */
final class LimitedExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final LimitedCall call;
  private volatile @Nullable Usage usage;
  private volatile boolean hasStarted;
  // Written by the reading thread only.
  private volatile long receivedLength;

  LimitedExchange(ModelExchange exchange, LimitedCall call) {
    this.exchange = exchange;
    this.call = call;
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
      call.end(usage, receivedLength, Ending.OTHER);
    }
  }

  private void fail(AgentException failure) {
    if (hasStarted) {
      call.failInResponse(failure, usage, receivedLength);
    } else {
      call.fail(failure);
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
          call.end(usage, receivedLength, Ending.SUCCESS);
        }
        return hasNext;
      } catch (AgentException e) {
        fail(e);
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      try {
        ModelEvent event = events.next();
        record(event);
        return event;
      } catch (AgentException e) {
        fail(e);
        throw e;
      }
    }

    private void record(ModelEvent event) {
      hasStarted = true;
      call.touch();
      switch (event) {
        case ModelEvent.Started started -> call.learn(started.headers());
        case ModelEvent.UsageReport report -> usage = report.usage();
        case ModelEvent.TextDelta text -> add(text.text());
        case ModelEvent.ReasoningDelta text -> add(text.text());
        case ModelEvent.ToolCallDelta delta -> add(delta.arguments());
        default -> {}
      }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void add(String text) {
      receivedLength += text.length();
    }
  }
}
