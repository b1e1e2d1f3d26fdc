package org.atomicagents;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/** Hands on what an iterable gives, as much as is requested, to one subscriber. */
final class ViewPublisher<T> implements Flow.Publisher<T> {
  private final Iterable<T> view;
  private final AutoCloseable source;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  /**
   * A publisher that has done nothing yet.
   *
   * @param source closed when the subscription is cancelled
   */
  ViewPublisher(Iterable<T> view, AutoCloseable source) {
    this.view = view;
    this.source = source;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (subscribed.getAndSet(true)) {
      refuse(subscriber);
    } else {
      new ViewSubscription<>(view, source, subscriber).start();
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
