package org.atomicagents.model;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Message;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;

/** A client with scripted attempts, and the run that sends its requests. */
final class RetryScenario implements ModelClient {
  static final ModelRequest REQUEST = ModelRequest.of("m", List.of(Message.user("hi")));
  static final ModelEvent STARTED = new ModelEvent.Started("id-1", "m", Map.of());
  static final ModelEvent TEXT = new ModelEvent.TextDelta("hello");

  /** A policy whose waits are half of their caps. */
  static final RetryPolicy HALF = RetryPolicy.ofDefaults().withRandom(always(0.5));

  final List<AgentEvent> events = new ArrayList<>();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final List<Attempt> attempts;
  private int next;

  /** The outcome of one request. */
  @FunctionalInterface
  interface Attempt {
    ModelExchange open(RetryScenario scenario, RunContext context);
  }

  RetryScenario(Attempt... attempts) {
    this.attempts = List.of(attempts);
  }

  static RandomGenerator always(double fraction) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("only nextDouble() is supported");
      }

      @Override
      public double nextDouble() {
        return fraction;
      }
    };
  }

  /** Returns an attempt that fails before a response begins. */
  static Attempt fails(AgentException failure) {
    return (scenario, context) -> {
      throw failure;
    };
  }

  /** Returns an attempt with a complete response. */
  static Attempt responds(ModelEvent... events) {
    return (scenario, context) -> scenario.exchange(List.of(events), null);
  }

  /** Returns an attempt whose response fails after some events. */
  static Attempt failsReading(RuntimeException failure, ModelEvent... before) {
    return (scenario, context) -> scenario.exchange(List.of(before), failure);
  }

  RunContext context(TimeSource time) {
    return context(time, Deadline.none(), Budget.unlimited(), 8);
  }

  RunContext context(TimeSource time, Deadline deadline, Budget budget, int maxRequests) {
    return new RunContext(
        "a", deadline, budget, maxRequests, Listeners.of(events::add), new Timings.Recorder(time));
  }

  Model model(Interceptor... interceptors) {
    return Model.of(this, "m").with(interceptors);
  }

  /** Sends a request and returns all events of its response. */
  List<ModelEvent> send(RetryPolicy retry, RunContext context) {
    try (ModelExchange exchange = model(retry).open(REQUEST, context)) {
      var events = new ArrayList<ModelEvent>();
      exchange.forEach(events::add);
      return events;
    }
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext context) {
    return attempts.get(next++).open(this, context);
  }

  private ModelExchange exchange(List<ModelEvent> events, RuntimeException failure) {
    opened.incrementAndGet();
    Iterator<ModelEvent> source = events.iterator();
    return new Exchange(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return source.hasNext() || failure != null;
          }

          @Override
          public ModelEvent next() {
            if (!source.hasNext() && failure != null) {
              throw failure;
            }
            return source.next();
          }
        },
        closed::incrementAndGet);
  }

  /** An exchange of scripted events. */
  record Exchange(Iterator<ModelEvent> iterator, Runnable onClose) implements ModelExchange {
    @Override
    public void close() {
      onClose.run();
    }
  }

  /** Returns an attempt that hangs until it is closed, and then fails like a lost connection. */
  static Attempt hangs(Runnable onWait) {
    return (scenario, context) -> {
      scenario.opened.incrementAndGet();
      var closing = new CountDownLatch(1);
      return new Exchange(
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              onWait.run();
              try {
                closing.await();
              } catch (InterruptedException e) {
                throw CancelledException.interrupted("waiting", e);
              }
              throw TransportException.of(
                  "Connection lost.", TransportException.Stage.RESPONSE, null);
            }

            @Override
            public ModelEvent next() {
              throw new NoSuchElementException();
            }
          },
          () -> {
            scenario.closed.incrementAndGet();
            closing.countDown();
          });
    };
  }
}
