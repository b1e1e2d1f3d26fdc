package org.atomicagents.model;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

/** Notes on the run what its exchange uses, also if it is given up half-way. */
final class MeteredExchange implements ModelExchange, Iterator<ModelEvent> {
  private final ModelExchange exchange;
  private final CallContext call;
  private final AtomicBoolean settled = new AtomicBoolean();
  private volatile Usage latest = Usage.NONE;
  private Iterator<ModelEvent> events;

  MeteredExchange(ModelExchange exchange, CallContext call) {
    this.exchange = exchange;
    this.call = call;
    this.events = this;
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    events = exchange.iterator();
    return this;
  }

  @Override
  public boolean hasNext() {
    boolean more = events.hasNext();
    if (!more) {
      settle();
    }
    return more;
  }

  @Override
  public ModelEvent next() {
    ModelEvent event = events.next();
    if (event instanceof ModelEvent.UsageReport report) {
      latest = report.usage();
    } else if (event instanceof ModelEvent.Started started && started.id() != null) {
      call.answeredBy(started.id());
    }
    return event;
  }

  @Override
  public void close() {
    exchange.close();
    settle();
  }

  private void settle() {
    if (!settled.getAndSet(true)) {
      call.used(latest);
    }
  }
}
