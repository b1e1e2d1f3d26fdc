package org.atomicagents.internal.stream;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A publisher of the items of an iterable, for one subscriber.
 *
 * <p>Thread-safe.
 */
public final class IterablePublisher<T> implements Flow.Publisher<T> {
  private final Iterable<T> items;
  private final Runnable closeAction;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  /**
   * Creates a publisher.
   *
   * @param closeAction closes the source of the items when the subscription is cancelled; may be
   *     called any number of times
   */
  public IterablePublisher(Iterable<T> items, Runnable closeAction) {
    this.items = items;
    this.closeAction = closeAction;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (subscribed.getAndSet(true)) {
      rejectSubscriber(subscriber);
    } else {
      new IterableSubscription<>(items, closeAction, subscriber).start();
    }
  }

  private static void rejectSubscriber(Flow.Subscriber<?> subscriber) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {}

          @Override
          public void cancel() {}
        });
    subscriber.onError(
        new IllegalStateException("The stream already has a subscriber; it can be read once."));
  }
}
