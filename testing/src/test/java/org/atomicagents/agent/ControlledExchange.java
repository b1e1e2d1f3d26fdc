package org.atomicagents.agent;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;

/** A response whose events a test emits one by one; closing it ends it at once. */
public final class ControlledExchange implements ModelExchange {
  private enum Mark {
    NOTHING,
    CLOSED,
    END
  }

  private final BlockingQueue<Object> pending = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** Returns a model with one response per request. */
  public static Model model(ControlledExchange... responses) {
    Iterator<ControlledExchange> next = List.of(responses).iterator();
    return Model.of((request, context) -> next.next(), "controlled")
        .withModes(ResponseMode.JSON_SCHEMA);
  }

  public ControlledExchange() {
    pending.add(new ModelEvent.Started("controlled-1", "controlled", Map.of()));
  }

  /** Emits text as one chunk. */
  public ControlledExchange emitText(String text) {
    pending.add(new ModelEvent.TextDelta(text));
    return this;
  }

  public ControlledExchange emitUsage(Usage usage) {
    pending.add(new ModelEvent.UsageReport(usage));
    return this;
  }

  /** Finishes the response. */
  public ControlledExchange end() {
    pending.add(new ModelEvent.Finished(FinishReason.STOP, "stop"));
    pending.add(Mark.END);
    return this;
  }

  public ControlledExchange fail(AgentException failure) {
    pending.add(failure);
    return this;
  }

  /** Waits until all events were read. */
  public void awaitEnd() throws InterruptedException {
    await(ended);
  }

  public void awaitClosed() throws InterruptedException {
    await(closed);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("The exchange was not read or closed within 30 s.");
    }
  }

  @Override
  public Iterator<ModelEvent> iterator() {
    return new Iterator<>() {
      private Object next = Mark.NOTHING;

      @Override
      public boolean hasNext() {
        if (!(next instanceof ModelEvent)) {
          next = take();
        }
        return !next.equals(Mark.END);
      }

      @Override
      public ModelEvent next() {
        if (!hasNext()) {
          throw new NoSuchElementException("The response has ended.");
        }
        var event = (ModelEvent) next;
        next = Mark.NOTHING;
        return event;
      }
    };
  }

  private Object take() {
    try {
      Object taken = pending.take();
      if (taken instanceof AgentException failure) {
        throw failure;
      }
      if (taken.equals(Mark.CLOSED)) {
        throw CancelledException.closed("reading the response");
      }
      if (taken.equals(Mark.END)) {
        ended.countDown();
      }
      return taken;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("reading the response", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    pending.add(Mark.CLOSED);
  }
}
