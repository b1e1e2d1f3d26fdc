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

/** An answer that goes on when the test says so, and ends at once where it is closed. */
public final class ControlledExchange implements ModelExchange {
  private enum Mark {
    NOTHING,
    CLOSED,
    END
  }

  private final BlockingQueue<Object> coming = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /** A model whose answers are these, one a request. */
  public static Model model(ControlledExchange... answers) {
    Iterator<ControlledExchange> next = List.of(answers).iterator();
    return Model.of((request, call) -> next.next(), "taped").withModes(ResponseMode.JSON_SCHEMA);
  }

  public ControlledExchange() {
    coming.add(new ModelEvent.Started("taped-1", "taped", Map.of()));
  }

  /** Text, as one piece. */
  public ControlledExchange say(String text) {
    coming.add(new ModelEvent.TextDelta(text));
    return this;
  }

  public ControlledExchange use(Usage usage) {
    coming.add(new ModelEvent.UsageReport(usage));
    return this;
  }

  public ControlledExchange end() {
    coming.add(new ModelEvent.Finished(FinishReason.STOP, "stop"));
    coming.add(Mark.END);
    return this;
  }

  public ControlledExchange fail(AgentException failure) {
    coming.add(failure);
    return this;
  }

  /** Waits until all that was said has been read. */
  public void awaitEnd() throws InterruptedException {
    await(ended);
  }

  public void awaitClosed() throws InterruptedException {
    await(closed);
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    if (!latch.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("It didn't come.");
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
          throw new NoSuchElementException("The tape has ended.");
        }
        var event = (ModelEvent) next;
        next = Mark.NOTHING;
        return event;
      }
    };
  }

  private Object take() {
    try {
      Object taken = coming.take();
      if (taken instanceof AgentException failure) {
        throw failure;
      }
      if (taken.equals(Mark.CLOSED)) {
        throw CancelledException.closed("reading the tape");
      }
      if (taken.equals(Mark.END)) {
        ended.countDown();
      }
      return taken;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("reading the tape", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    coming.add(Mark.CLOSED);
  }
}
