package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;

/** An exchange that records its usage in the run, even if it is closed before its end. */
final class MeteredExchange implements ModelExchange {
  private final ModelExchange exchange;
  private final Model model;
  private final RunContext context;
  private final RequestAccounts accounts;
  private final AtomicBoolean usageRecorded = new AtomicBoolean();
  private volatile Usage latest = Usage.NONE;

  MeteredExchange(
      ModelExchange exchange, Model model, RunContext context, RequestAccounts accounts) {
    this.exchange = exchange;
    this.model = model;
    this.context = context;
    this.accounts = accounts;
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
      accounts.end(null);
    }
  }

  private void recordEvent(ModelEvent event) {
    switch (event) {
      case ModelEvent.UsageReport report -> latest = report.usage();
      case ModelEvent.Started started when started.id() != null ->
          context.addRequestId(started.id());
      case ModelEvent.TextDelta text -> context.markUnreportedText(model);
      case ModelEvent.ToolCallDelta delta -> context.markUnreportedText(model);
      default -> {}
    }
    accounts.receive(event);
  }

  private void recordUsage() {
    if (!usageRecorded.getAndSet(true)) {
      context.addUsage(model, latest);
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
        boolean hasNext = events.hasNext();
        if (!hasNext) {
          accounts.end(null);
        }
        return hasNext;
      } catch (RuntimeException | Error e) {
        recordFailure(e);
        throw e;
      }
    }

    @Override
    public ModelEvent next() {
      ModelEvent event;
      try {
        event = events.next();
      } catch (RuntimeException | Error e) {
        recordFailure(e);
        throw e;
      }
      recordEvent(event);
      return event instanceof ModelEvent.OpaquePart part && part.model().isEmpty()
          ? new ModelEvent.OpaquePart(part.provider(), model.name(), part.json())
          : event;
    }

    private void recordFailure(Throwable failure) {
      accounts.end(failure);
      if (failure instanceof AgentException e) {
        context.requestFailed(e);
      }
    }
  }
}
