package org.atomicagents.limit;

import java.util.Iterator;
import java.util.List;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;

/** An exchange that fails after some events. */
record FailingExchange(List<ModelEvent> events, RuntimeException failure) implements ModelExchange {

  @Override
  public Iterator<ModelEvent> iterator() {
    Iterator<ModelEvent> received = events.iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (!received.hasNext()) {
          throw failure;
        }
        return true;
      }

      @Override
      public ModelEvent next() {
        return received.next();
      }
    };
  }

  @Override
  public void close() {}
}
