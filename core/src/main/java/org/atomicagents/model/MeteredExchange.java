package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

/** Notes on the run what its exchange uses, also if it is given up half-way. */
final class MeteredExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final CallContext call;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile Usage latest = Usage.NONE;

  MeteredExchange(ModelExchange exchange, CallContext call) {
    this.exchange = exchange;
    this.call = call;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new Metered(exchange.iterator());
  }

  @Override
  public void close() {
    try {
      exchange.close();
    } finally {
      settle();
    }
  }

  private void note(ModelEvent event) {
    switch (event) {
      case ModelEvent.UsageReport report -> latest = report.usage();
      case ModelEvent.Started started when started.id() != null -> call.answeredBy(started.id());
      case ModelEvent.TextDelta text -> call.textCame();
      case ModelEvent.ToolCallDelta more -> call.textCame();
      default -> {}
    }
  }

  private void settle() {
    if (!settled.getAndSet(true)) {
      call.used(latest);
    }
  }

  private final class Metered implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> events;

    Metered(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      try {
        return events.hasNext();
      } catch (AgentException e) {
        call.failed(e);
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      ModelEvent event;
      try {
        event = events.next();
      } catch (AgentException e) {
        call.failed(e);
        throw e;
      }
      note(event);
      return event;
    }
  }
}
