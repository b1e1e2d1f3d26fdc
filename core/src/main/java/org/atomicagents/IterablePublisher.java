package org.atomicagents;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hands on what an iterable gives, as much as is requested, to one subscriber. */
final class IterablePublisher<T> implements Flow.Publisher<T> {
  private final Iterable<T> view;
  private final Runnable closing;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  /**
   * A publisher that has done nothing yet.
   *
   * @param closing closes what the view reads, when the subscription is cancelled; any number of
   *     times
   */
  IterablePublisher(Iterable<T> view, Runnable closing) {
    this.view = view;
    this.closing = closing;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (subscribed.getAndSet(true)) {
      refuse(subscriber);
    } else {
      new IterableSubscription<>(view, closing, subscriber).start();
    }
  }

  private static void refuse(Flow.Subscriber<?> subscriber) {
    subscriber.onSubscribe(
        new Flow.Subscription() {
          @Override
          public void request(long count) {}

          @Override
          public void cancel() {}
        });
    subscriber.onError(
        new IllegalStateException("A stream is read once, and has a subscriber already."));
  }
}
