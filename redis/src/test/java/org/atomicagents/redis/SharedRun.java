package org.atomicagents.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/** A run of a test that reads a response on a thread of its own. */
final class SharedRun {
  static final ModelRequest REQUEST = ModelRequest.of("m", List.of(Message.user("hello")));

  private final List<AgentEvent> emitted = new CopyOnWriteArrayList<>();
  private final RunContext context;
  private final BlockingQueue<ModelEvent> events = new LinkedBlockingQueue<>();
  private final List<ModelEvent> all = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private volatile Thread thread;

  private SharedRun(Deadline deadline, boolean hasSideEffects) {
    this.context =
        new RunContext(
            "test",
            deadline,
            Budget.unlimited(),
            10,
            Listeners.of(emitted::add),
            new Timings.Recorder(TimeSource.system()),
            null,
            hasSideEffects);
  }

  static SharedRun start(Model model) {
    return new SharedRun(Deadline.none(), false).send(model);
  }

  static SharedRun start(Model model, Deadline deadline) {
    return new SharedRun(deadline, false).send(model);
  }

  static SharedRun startWithSideEffects(Model model) {
    return new SharedRun(Deadline.none(), true).send(model);
  }

  /** Sends the request in the same run. */
  private SharedRun send(Model model) {
    thread = Thread.ofVirtual().start(() -> read(model));
    return this;
  }

  /** Sends the request once more, as in a re-ask, and returns its events. */
  List<ModelEvent> sendAgain(Model model) {
    var received = new ArrayList<ModelEvent>();
    try (ModelExchange exchange = model.open(REQUEST, context)) {
      exchange.forEach(received::add);
    }
    return received;
  }

  private void read(Model model) {
    try (ModelExchange exchange = model.open(REQUEST, context)) {
      for (ModelEvent event : exchange) {
        all.add(event);
        events.add(event);
      }
      end.complete(null);
    } catch (RuntimeException | Error e) {
      end.completeExceptionally(e);
    }
  }

  /** Returns the next event that was received. */
  ModelEvent next() throws InterruptedException {
    ModelEvent event = events.poll(20, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("No event was received: " + end);
    }
    return event;
  }

  /** Returns the text of the events so far; a change of the model is a bar. */
  String text() {
    var text = new StringBuilder();
    for (ModelEvent event : all) {
      switch (event) {
        case ModelEvent.TextDelta delta -> text.append(delta.text());
        case ModelEvent.ModelChanged changed -> text.append('|');
        default -> {}
      }
    }
    return text.toString();
  }

  List<ModelEvent> events() {
    return all;
  }

  SharedRun awaitEnd() throws InterruptedException, TimeoutException, ExecutionException {
    end.get(30, TimeUnit.SECONDS);
    return this;
  }

  /** Returns the failure of the run. */
  Throwable failure() throws InterruptedException, TimeoutException {
    try {
      awaitEnd();
    } catch (ExecutionException e) {
      return e.getCause();
    }
    throw new AssertionError("The run did not fail: " + text());
  }

  RunContext context() {
    return context;
  }

  Usage usage() {
    return context.usage();
  }

  void interrupt() {
    thread.interrupt();
  }

  boolean isShared() {
    return emitted.stream().anyMatch(AgentEvent.RequestShared.class::isInstance);
  }
}
