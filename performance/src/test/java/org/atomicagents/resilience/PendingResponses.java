package org.atomicagents.resilience;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Interceptor;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;

/**
 * A provider whose requests wait until a test answers them, as those of an HTTP client: an
 * interrupt, a cancellation or a close ends the wait.
 */
final class PendingResponses implements Interceptor.Chain {
  private static final Object END = new Object();

  private final BlockingQueue<Pending> requests = new LinkedBlockingQueue<>();
  private final Model model = Model.of(this::open, "model");

  /** Returns the next request; blocks until it is sent. */
  Pending take() throws InterruptedException {
    return requests.take();
  }

  /** Returns the number of requests that no test has taken. */
  int untaken() {
    return requests.size();
  }

  Model pendingModel() {
    return model;
  }

  @Override
  public ModelExchange proceed(ModelRequest request, RunContext context) {
    return model.open(request, context);
  }

  private ModelExchange open(ModelRequest request, RunContext context) {
    var pending = new Pending();
    Runnable uncancel = context.onCancel(() -> pending.end(CancelledException.closed("waiting")));
    requests.add(pending);
    try {
      AgentException failure = pending.opened.get();
      if (failure != null) {
        throw failure;
      }
      return pending.new Exchange();
    } catch (InterruptedException e) {
      pending.end(CancelledException.closed("waiting"));
      throw CancelledException.interrupted("waiting", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      uncancel.run();
    }
  }

  /** A request in progress. */
  static final class Pending {
    private final CompletableFuture<AgentException> opened = new CompletableFuture<>();
    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean isClosed;

    /** Begins the response. */
    void start() {
      events.add(new ModelEvent.Started("id", "model", Map.of()));
      opened.complete(null);
    }

    void emit(String text) {
      events.add(new ModelEvent.TextDelta(text));
    }

    void end() {
      events.add(new ModelEvent.UsageReport(Usage.of(10, 5)));
      events.add(new ModelEvent.Finished(FinishReason.STOP, "stop"));
      events.add(END);
    }

    /** Sends a complete response. */
    void respond(String text) {
      emitFirst(text);
      end();
    }

    private void emitFirst(String text) {
      start();
      emit(text);
    }

    /** Fails the request. */
    void fail(AgentException failure) {
      if (!opened.complete(failure)) {
        events.add(failure);
      }
    }

    /** Blocks until the request is cancelled or its response closed. */
    void awaitEnd() throws Exception {
      ended.get();
    }

    boolean isCancelled() {
      return ended.isDone();
    }

    boolean isClosed() {
      return isClosed;
    }

    private void end(AgentException failure) {
      // First, since the failure ends the call of a test that reads isCancelled() next.
      ended.complete(null);
      fail(failure);
    }

    private final class Exchange implements ModelExchange {
      @Override
      public Iterator<ModelEvent> iterator() {
        return new Iterator<>() {
          private Object next;

          @Override
          public boolean hasNext() {
            try {
              next = next == null ? events.take() : next;
            } catch (InterruptedException e) {
              throw CancelledException.interrupted("reading", e);
            }
            if (next instanceof AgentException e) {
              throw e;
            }
            return !END.equals(next);
          }

          @Override
          public ModelEvent next() {
            if (!hasNext()) {
              throw new NoSuchElementException();
            }
            ModelEvent event = (ModelEvent) next;
            next = null;
            return event;
          }
        };
      }

      @Override
      public void close() {
        isClosed = true;
        events.add(CancelledException.closed("reading"));
        ended.complete(null);
      }
    }
  }
}
