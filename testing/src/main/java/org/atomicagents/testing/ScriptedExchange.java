package org.atomicagents.testing;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.RunContext;
import org.jspecify.annotations.Nullable;

/** An exchange that emits given events and then ends or fails; checks deadline and interrupt. */
final class ScriptedExchange implements ModelExchange {
  private static final String ACTIVITY = "reading the response";

  private final Iterator<? extends ModelEvent> events;
  private final @Nullable AgentException failure;
  private final RunContext context;
  private final Runnable onClose;
  private final AtomicBoolean iterated = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  ScriptedExchange(
      Iterator<? extends ModelEvent> events,
      @Nullable AgentException failure,
      RunContext context,
      Runnable onClose) {
    this.events = events;
    this.failure = failure;
    this.context = context;
    this.onClose = onClose;
  }

  /**
   * Checks that the run may continue.
   *
   * @throws CancelledException if the thread is interrupted
   * @throws AgentException if the deadline of the run has passed
   */
  static void checkActive(RunContext context, String activity) {
    if (Thread.currentThread().isInterrupted()) {
      throw CancelledException.interrupted(activity, null);
    }
    context.deadline().check(activity);
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
        throw CancelledException.closed(ACTIVITY);
      }
      checkActive(context, ACTIVITY);
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
