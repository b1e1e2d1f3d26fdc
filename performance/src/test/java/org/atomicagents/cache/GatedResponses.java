package org.atomicagents.cache;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ResponseMode;

/** A model whose responses share one queue of events, which a test fills. */
final class GatedResponses {
  private static final Object CLOSED = new Object();

  private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);

  Model model() {
    return Model.of(
            (request, context) -> {
              requests.incrementAndGet();
              return new GatedExchange();
            },
            "gated")
        .withModes(ResponseMode.JSON_SCHEMA);
  }

  int requests() {
    return requests.get();
  }

  GatedResponses emit(String text) {
    events.add(new ModelEvent.TextDelta(text));
    return this;
  }

  GatedResponses emitOpaque(Content.Opaque part) {
    events.add(new ModelEvent.OpaquePart(part.provider(), part.json()));
    return this;
  }

  GatedResponses report(Usage usage) {
    events.add(new ModelEvent.UsageReport(usage));
    return this;
  }

  void end() {
    report(Usage.of(10, 5));
    events.add(new ModelEvent.Finished(FinishReason.STOP, "stop"));
  }

  void fail(AgentException failure) {
    events.add(failure);
  }

  void awaitRequest() {
    awaitThat(() -> requests.get() > 0);
  }

  void awaitClosed() throws InterruptedException {
    if (!closed.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("The exchange was not closed within 30 s.");
    }
  }

  /** Waits until a condition of other threads holds. */
  static void awaitThat(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("The condition did not hold within 30 s.");
      }
      Thread.onSpinWait();
    }
  }

  private final class GatedExchange implements ModelExchange {
    private boolean hasStarted;
    private volatile boolean hasFinished;

    @Override
    public Iterator<ModelEvent> iterator() {
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return !hasFinished;
        }

        @Override
        public ModelEvent next() {
          if (!hasStarted) {
            hasStarted = true;
            return new ModelEvent.Started("gated-1", "gated", Map.of());
          }
          ModelEvent next = takeOrFail();
          hasFinished = next instanceof ModelEvent.Finished;
          return next;
        }
      };
    }

    @Override
    public void close() {
      closed.countDown();
      if (!hasFinished) {
        events.add(CLOSED);
      }
    }

    private ModelEvent takeOrFail() {
      try {
        return take();
      } catch (AgentException e) {
        hasFinished = true;
        throw e;
      }
    }
  }

  private ModelEvent take() {
    try {
      Object taken = events.take();
      if (taken instanceof AgentException failure) {
        throw failure;
      }
      if (taken.equals(CLOSED)) {
        throw CancelledException.closed("reading the response");
      }
      return (ModelEvent) taken;
    } catch (InterruptedException e) {
      throw CancelledException.interrupted("reading the response", e);
    }
  }
}
