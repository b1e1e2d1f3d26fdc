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

/** A client whose tries go as the test says, and the run that asks it. */
final class RetryScenario implements ModelClient {
  static final ModelRequest REQUEST = ModelRequest.of("m", List.of(Message.user("hi")));
  static final ModelEvent STARTED = new ModelEvent.Started("id-1", "m", Map.of());
  static final ModelEvent TEXT = new ModelEvent.TextDelta("hello");

  /** Each wait is the half of its cap. */
  static final RetryPolicy HALF = RetryPolicy.ofDefaults().withRandom(always(0.5));

  final List<AgentEvent> told = new ArrayList<>();
  final AtomicInteger opened = new AtomicInteger();
  final AtomicInteger closed = new AtomicInteger();
  private final List<Try> tries;
  private int next;

  /** What becomes of one request. */
  @FunctionalInterface
  interface Try {
    ModelExchange open(RetryScenario script, RunContext call);
  }

  RetryScenario(Try... tries) {
    this.tries = List.of(tries);
  }

  static RandomGenerator always(double drawn) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new UnsupportedOperationException("only fractions are drawn");
      }

      @Override
      public double nextDouble() {
        return drawn;
      }
    };
  }

  /** The request fails. */
  static Try fails(AgentException failure) {
    return (script, call) -> {
      throw failure;
    };
  }

  /** The request is answered. */
  static Try answers(ModelEvent... events) {
    return (script, call) -> script.exchange(List.of(events), null);
  }

  /** The request's answer breaks off after these events. */
  static Try breaks(RuntimeException failure, ModelEvent... before) {
    return (script, call) -> script.exchange(List.of(before), failure);
  }

  RunContext call(TimeSource time) {
    return call(time, Deadline.none(), Budget.unlimited(), 8);
  }

  RunContext call(TimeSource time, Deadline deadline, Budget budget, int maxRequests) {
    return new RunContext(
        "a", deadline, budget, maxRequests, Listeners.of(told::add), new Timings.Recorder(time));
  }

  Model model(Interceptor... interceptors) {
    return Model.of(this, "m").with(interceptors);
  }

  /** All events of an answer. */
  List<ModelEvent> ask(RetryPolicy retry, RunContext call) {
    try (ModelExchange exchange = model(retry).open(REQUEST, call)) {
      var events = new ArrayList<ModelEvent>();
      exchange.forEach(events::add);
      return events;
    }
  }

  @Override
  public ModelExchange open(ModelRequest request, RunContext call) {
    return tries.get(next++).open(this, call);
  }

  private ModelExchange exchange(List<ModelEvent> events, RuntimeException failure) {
    opened.incrementAndGet();
    Iterator<ModelEvent> all = events.iterator();
    return new Exchange(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return all.hasNext() || failure != null;
          }

          @Override
          public ModelEvent next() {
            if (!all.hasNext() && failure != null) {
              throw failure;
            }
            return all.next();
          }
        },
        closed::incrementAndGet);
  }

  /** An exchange of these events. */
  record Exchange(Iterator<ModelEvent> iterator, Runnable onClose) implements ModelExchange {
    @Override
    public void close() {
      onClose.run();
    }
  }

  /** Waits for what never comes, until it is closed; then fails as a broken connection does. */
  static Try hangs(Runnable onWait) {
    return (script, call) -> {
      script.opened.incrementAndGet();
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
              throw TransportException.of("Cut.", TransportException.Stage.RESPONSE, null);
            }

            @Override
            public ModelEvent next() {
              throw new NoSuchElementException();
            }
          },
          () -> {
            script.closed.incrementAndGet();
            closing.countDown();
          });
    };
  }
}
