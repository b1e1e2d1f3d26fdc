package org.atomicagents.testing;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/** An exchange of given events that ends, or breaks, as a real one does. */
final class ScriptedExchange implements ModelExchange {
  private static final String READING = "reading the answer";

  private final Iterator<? extends ModelEvent> events;
  private final @Nullable AgentException failure;
  private final RunContext call;
  private final Runnable onClose;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  ScriptedExchange(
      Iterator<? extends ModelEvent> events,
      @Nullable AgentException failure,
      RunContext call,
      Runnable onClose) {
    this.events = events;
    this.failure = failure;
    this.call = call;
    this.onClose = onClose;
  }

  /** Throws what ends an exchange from outside: an interrupt, or the run's deadline. */
  static void checkAlive(RunContext call, String what) {
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted(what, null);
    }
    call.deadline().check(what);
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    if (iterated.getAndSet(true)) {
      throw new IllegalStateException("The events of an exchange can be read once.");
    }
    return new EventIterator();
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      onClose.run();
    }
  }

  private final class EventIterator implements Iterator<ModelEvent> {
    private boolean ended;

    @Override
    public boolean hasNext() {
      if (ended) {
        return false;
      }
      if (closed.get()) {
        throw CancelledException.closed(READING);
      }
      checkAlive(call, READING);
      if (events.hasNext()) {
        return true;
      }
      if (failure != null) {
        throw failure;
      }
      ended = true;
      return false;
    }

    @Override
    public ModelEvent next() {
      return events.next();
    }
  }
}
