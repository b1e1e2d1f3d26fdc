package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;

/** An exchange that records its usage in the run, even if it is closed before its end. */
final class MeteredExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final RunContext context;
  private final AtomicBoolean usageRecorded = new AtomicBoolean();
  private volatile Usage latest = Usage.NONE;

  MeteredExchange(ModelExchange exchange, RunContext context) {
    this.exchange = exchange;
    this.context = context;
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
      case ModelEvent.Started started when started.id() != null ->
          context.addRequestId(started.id());
      case ModelEvent.TextDelta text -> context.markUnreportedText();
      case ModelEvent.ToolCallDelta delta -> context.markUnreportedText();
      default -> {}
    }
  }

  private void recordUsage() {
    if (!usageRecorded.getAndSet(true)) {
      context.addUsage(latest);
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
        context.requestFailed(e);
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      ModelEvent event;
      try {
        event = events.next();
      } catch (AgentException e) {
        context.requestFailed(e);
        throw e;
      }
      recordEvent(event);
      return event;
    }
  }
}
