package org.atomicagents.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Failures, invalid requests and demand of a publisher. */
@Timeout(30)
class IterablePublisherTest {
  private static final String COMPLETE = "complete";
  private static final String NEGATIVE = "expected a request of 1 or more (rule 3.9), found -1";

  private final AtomicInteger closed = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  @Test
  void createsNoIteratorBeforeTheFirstRequest() throws Exception {
    var log = new LinkedBlockingQueue<String>();
    Iterable<String> items =
        () -> {
          log.add("iterator created");
          return List.of("a").iterator();
        };
    var probe = probe(items);
    Flow.Subscription subscription = probe.subscribed.take();
    while (probe.thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    log.add("requested");
    subscription.request(1);

    assertThat(probe.signals.take()).isEqualTo("a");
    assertThat(log).containsExactly("requested", "iterator created");
  }

  @Test
  void completesWithoutAFurtherRequest() throws Exception {
    var probe = probe(List.of("a"));

    probe.subscribed.take().request(1);

    assertThat(probe.signals.take()).isEqualTo("a");
    assertThat(probe.signals.take()).isEqualTo(COMPLETE);
    assertThat(closed).hasValue(0);
  }

  @Test
  void doesNotCloseAStreamThatHasAnotherReader() throws Exception {
    var alreadyRead = new IllegalStateException("Read already.");
    var probe =
        probe(() -> {
          throw alreadyRead;
        });

    probe.subscribed.take().request(1);

    assertThat(probe.signals.take()).isSameAs(alreadyRead);
    assertThat(closed).hasValue(0);
  }

  @Test
  void signalsAnyFailureOfTheIterable() throws Exception {
    var broken = new AssertionError("broken");
    var probe =
        probe(() ->
            items(() -> {
              throw broken;
            }));

    probe.subscribed.take().request(1);

    assertThat(probe.signals.take()).isSameAs(broken);
    assertThat(closed).hasValue(1);
  }

  @Test
  void signalsAFailureEvenIfClosingFails() throws Exception {
    var broken = new IllegalArgumentException("broken");
    var open = new IllegalStateException("still open");
    var probe = new Probe();
    new IterablePublisher<>(
            () ->
                items(() -> {
                  throw broken;
                }),
            () -> {
              throw open;
            })
        .subscribe(probe);

    probe.subscribed.take().request(1);

    assertThat(probe.signals.take()).isSameAs(broken);
    assertThat(broken).hasSuppressedException(open);
  }

  @Test
  void endsIfASubscriberThrows() throws Exception {
    var thrown = new AssertionError("mine");
    var probe =
        new Probe() {
          @Override
          public void onNext(String item) {
            throw thrown;
          }
        };
    publisher(List.of("a", "b")).subscribe(probe);

    probe.subscribed.take().request(2);
    probe.thread.join();

    assertThat(probe.uncaught).containsExactly(thrown);
    assertThat(probe.signals).isEmpty();
    assertThat(closed).hasValue(1);
  }

  @Test
  void endsIfASubscriberThrowsInOnSubscribe() throws Exception {
    var thrown = new IllegalStateException("mine");
    var probe =
        new Probe() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            super.onSubscribe(subscription);
            throw thrown;
          }
        };
    publisher(List.of("a", "b")).subscribe(probe);

    probe.subscribed.take();
    probe.thread.join();

    assertThat(probe.uncaught).containsExactly(thrown);
    assertThat(probe.signals).isEmpty();
    assertThat(closed).hasValue(1);
  }

  @Test
  void rejectsAnInvalidRequestWhileWaitingForAnItem() throws Exception {
    var waiting = new CountDownLatch(1);
    var probe =
        probe(() ->
            items(() -> {
              waiting.countDown();
              awaitClosing();
              throw new IllegalStateException("closed");
            }));
    Flow.Subscription subscription = probe.subscribed.take();
    subscription.request(1);
    waiting.await();

    subscription.request(-1);
    subscription.request(-2);
    probe.thread.join();

    assertThat(probe.signals).hasSize(1);
    assertThat(probe.signals.take())
        .isInstanceOfSatisfying(
            IllegalArgumentException.class, e -> assertThat(e).hasMessage(NEGATIVE));
    assertThat(closed).hasPositiveValue();
  }

  @Test
  void rejectsAnInvalidFirstRequest() throws Exception {
    var probe = probe(List.of("a"));

    probe.subscribed.take().request(-1);

    assertThat(probe.signals.take())
        .isInstanceOfSatisfying(
            IllegalArgumentException.class, e -> assertThat(e).hasMessage(NEGATIVE));
  }

  @Test
  void stopsWaitingEvenIfClosingFails() throws Exception {
    var open = new IllegalStateException("still open");
    var probe = new Probe();
    new IterablePublisher<>(
            List.of("a", "b"),
            () -> {
              throw open;
            })
        .subscribe(probe);
    Flow.Subscription subscription = probe.subscribed.take();
    subscription.request(1);
    assertThat(probe.signals.take()).isEqualTo("a");
    while (probe.thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    assertThatThrownBy(subscription::cancel).isSameAs(open);

    probe.thread.join();
    assertThat(probe.signals).isEmpty();
  }

  private void awaitClosing() {
    try {
      closing.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Probe probe(Iterable<String> items) {
    var probe = new Probe();
    publisher(items).subscribe(probe);
    return probe;
  }

  private Flow.Publisher<String> publisher(Iterable<String> items) {
    return new IterablePublisher<>(
        items,
        () -> {
          closed.incrementAndGet();
          closing.countDown();
        });
  }

  private static Iterator<String> items(BooleanSupplier hasNext) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return hasNext.getAsBoolean();
      }

      @Override
      public String next() {
        return "item";
      }
    };
  }

  /** Records its signals and the uncaught exceptions of the publisher's thread. */
  private static class Probe implements Flow.Subscriber<String> {
    final BlockingQueue<Flow.Subscription> subscribed = new LinkedBlockingQueue<>();
    final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
    volatile Thread thread = Thread.currentThread();

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      thread = Thread.currentThread();
      thread.setUncaughtExceptionHandler((publisherThread, thrown) -> uncaught.add(thrown));
      subscribed.add(subscription);
    }

    @Override
    public void onNext(String item) {
      signals.add(item);
    }

    @Override
    public void onError(Throwable failure) {
      signals.add(failure);
    }

    @Override
    public void onComplete() {
      signals.add(COMPLETE);
    }
  }
}
