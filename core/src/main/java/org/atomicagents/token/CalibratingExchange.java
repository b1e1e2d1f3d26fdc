package org.atomicagents.token;

import java.util.Iterator;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;

/** An exchange whose usage calibrates a counter at its end. Used by one thread at a time. */
final class CalibratingExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final ModelRequest request;
  private final CalibratedTokenCounter counter;

  CalibratingExchange(
      ModelExchange exchange, ModelRequest request, CalibratedTokenCounter counter) {
    this.exchange = exchange;
    this.request = request;
    this.counter = counter;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new CalibratingIterator(exchange.iterator());
  }

  @Override
  public void close() {
    exchange.close();
  }

  private final class CalibratingIterator implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> events;
    private Usage usage = Usage.NONE;
    private boolean isChanged;
    private boolean isDone;

    CalibratingIterator(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      boolean hasNext = events.hasNext();
      if (!hasNext && !isDone) {
        isDone = true;
        // A request in another mode has other messages.
        if (!isChanged) {
          counter.learn(request, usage);
        }
      }
      return hasNext;
    }

    @Override
    public ModelEvent next() {
      ModelEvent event = events.next();
      switch (event) {
        case ModelEvent.UsageReport report -> usage = report.usage();
        case ModelEvent.ModeChanged changed -> isChanged = true;
        default -> {}
      }
      return event;
    }
  }
}
