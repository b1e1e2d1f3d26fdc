package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;

/** Notes on the run what its exchange uses, also if it is given up half-way. */
final class MeteredExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final RunContext call;
  private final AtomicBoolean usageRecorded = new AtomicBoolean();
  private volatile Usage latest = Usage.NONE;

  MeteredExchange(ModelExchange exchange, RunContext call) {
    this.exchange = exchange;
    this.call = call;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new MeteredIterator(exchange.iterator());
  }

  @Override
  public void close() {
    try {
      exchange.close();
    } finally {
      recordUsage();
    }
  }

  private void recordEvent(ModelEvent event) {
    switch (event) {
      case ModelEvent.UsageReport report -> latest = report.usage();
      case ModelEvent.Started started when started.id() != null -> call.addRequestId(started.id());
      case ModelEvent.TextDelta text -> call.markUnreportedText();
      case ModelEvent.ToolCallDelta more -> call.markUnreportedText();
      default -> {}
    }
  }

  private void recordUsage() {
    if (!usageRecorded.getAndSet(true)) {
      call.addUsage(latest);
    }
  }

  private final class MeteredIterator implements Iterator<ModelEvent> {
    private final Iterator<ModelEvent> events;

    MeteredIterator(Iterator<ModelEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      try {
        return events.hasNext();
      } catch (AgentException e) {
        call.requestFailed(e);
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      ModelEvent event;
      try {
        event = events.next();
      } catch (AgentException e) {
        call.requestFailed(e);
        throw e;
      }
      recordEvent(event);
      return event;
    }
  }
}
