package org.atomicagents.internal.stream;

import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The subscription of an {@link IterablePublisher}: a virtual thread that waits for requests and
 * for items.
 *
 * <p>The iterator is created at the first request. From then on {@code hasNext()} is called ahead
 * of requests, so that a subscriber that requests no more items receives the end. Thread-safe.
 */
final class IterableSubscription<T> implements Flow.Subscription {
  private final Iterable<T> items;
  private final Runnable closeAction;
  private final AtomicReference<Flow.@Nullable Subscriber<? super T>> subscriber;
  private final AtomicBoolean finished = new AtomicBoolean();
  private final Lock lock = new ReentrantLock();
  private final Condition requested = lock.newCondition();
  private long demand;
  private @Nullable IllegalArgumentException invalidRequest;
  private @Nullable Iterator<T> iterator;
  private @Nullable Throwable failure;

  /**
   * Creates a subscription that has not been signalled to the subscriber yet.
   *
   * @param closeAction closes the source of the items, and so wakes a thread that waits for one
   */
  IterableSubscription(
      Iterable<T> items, Runnable closeAction, Flow.Subscriber<? super T> subscriber) {
    this.items = items;
    this.closeAction = closeAction;
    this.subscriber = new AtomicReference<>(subscriber);
  }

  void start() {
    Thread.ofVirtual().name("atomic-agents-publisher").start(this::run);
  }

  @Override
  public void request(long count) {
    if (count <= 0) {
      rejectRequest(count);
      return;
    }
    lock.lock();
    try {
      demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
      requested.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void rejectRequest(long count) {
    var invalid =
        new IllegalArgumentException("expected a request of 1 or more (rule 3.9), found " + count);
    lock.lock();
    try {
      if (invalidRequest != null || finished.get()) {
        return;
      }
      invalidRequest = invalid;
      requested.signalAll();
    } finally {
      lock.unlock();
    }
    close(invalid);
  }

  @Override
  public void cancel() {
    if (finished.getAndSet(true)) {
      return;
    }
    subscriber.set(null);
    try {
      closeAction.run();
    } finally {
      lock.lock();
      try {
        requested.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void run() {
    signal(target -> target.onSubscribe(this));
    T item = awaitNext();
    while (item != null) {
      T next = item;
      signal(target -> target.onNext(next));
      item = awaitNext();
    }
    signalEnd();
  }

  /** Sends a signal. An exception of the subscriber cancels the subscription (rule 2.13). */
  private void signal(Consumer<Flow.Subscriber<? super T>> signal) {
    Flow.Subscriber<? super T> target = subscriber.get();
    if (target == null) {
      return;
    }
    try {
      signal.accept(target);
    } catch (Throwable e) {
      runSuppressing(e, this::cancel);
      throw e;
    }
  }

  /** Returns the next item; waits for a request and the item. Null if there are no more items. */
  private @Nullable T awaitNext() {
    try {
      Iterator<T> source = iterator;
      if (source == null) {
        if (!awaitRequest(0)) {
          return null;
        }
        source = items.iterator();
        iterator = source;
      }
      return source.hasNext() && awaitRequest(1) ? Objects.requireNonNull(source.next()) : null;
    } catch (Throwable e) {
      failure = e;
      return null;
    }
  }

  /**
   * Waits for a request.
   *
   * @param used the number of requested items to use up, 0 or 1
   * @return false if the subscription has ended
   */
  private boolean awaitRequest(int used) {
    lock.lock();
    try {
      while (demand == 0 && invalidRequest == null && !finished.get()) {
        requested.awaitUninterruptibly();
      }
      demand -= demand == Long.MAX_VALUE || demand == 0 ? 0 : used;
      return invalidRequest == null && !finished.get();
    } finally {
      lock.unlock();
    }
  }

  private void signalEnd() {
    Throwable cause = finish();
    Flow.Subscriber<? super T> target = subscriber.getAndSet(null);
    if (target == null) {
      return;
    }
    if (cause == null) {
      target.onComplete();
      return;
    }
    // Without an iterator, another reader owns the source, and it must stay open.
    if (iterator != null) {
      close(cause);
    }
    target.onError(cause);
  }

  /**
   * Returns the failure of the subscription after ending it, or null if all items were published.
   */
  private @Nullable Throwable finish() {
    lock.lock();
    try {
      if (finished.getAndSet(true)) {
        subscriber.set(null);
      }
      return invalidRequest == null ? failure : invalidRequest;
    } finally {
      lock.unlock();
    }
  }

  private void close(Throwable cause) {
    runSuppressing(cause, closeAction);
  }

  private static void runSuppressing(Throwable cause, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      if (!cause.equals(e)) {
        cause.addSuppressed(e);
      }
    }
  }
}
