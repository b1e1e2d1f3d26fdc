package org.atomicagents;

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
 * The one subscription of a publisher: a virtual thread that waits for requests, and for news.
 *
 * <p>The view is asked for nothing before the first request; from then on it is asked one ahead, so
 * that its end is told to those who request no more.
 */
final class IterableSubscription<T> implements Flow.Subscription {
  private final Iterable<T> view;
  private final Runnable closing;
  private final AtomicReference<Flow.@Nullable Subscriber<? super T>> subscriber;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Lock lock = new ReentrantLock();
  private final Condition requested = lock.newCondition();
  private long demand;
  private @Nullable IllegalArgumentException wrong;
  private @Nullable Iterator<T> items;
  private @Nullable Throwable failure;

  /**
   * A subscription that nobody has been told of yet.
   *
   * @param closing closes what the view reads, and so wakes who waits for the view
   */
  IterableSubscription(Iterable<T> view, Runnable closing, Flow.Subscriber<? super T> subscriber) {
    this.view = view;
    this.closing = closing;
    this.subscriber = new AtomicReference<>(subscriber);
  }

  void start() {
    Thread.ofVirtual().name("atomic-agents-publisher").start(this::run);
  }

  @Override
  public void request(long count) {
    if (count <= 0) {
      refuse(count);
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

  private void refuse(long count) {
    var refused =
        new IllegalArgumentException("expected a request of 1 or more (rule 3.9), found " + count);
    lock.lock();
    try {
      if (wrong != null || over.get()) {
        return;
      }
      wrong = refused;
      requested.signalAll();
    } finally {
      lock.unlock();
    }
    close(refused);
  }

  @Override
  public void cancel() {
    if (over.getAndSet(true)) {
      return;
    }
    subscriber.set(null);
    try {
      closing.run();
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
    tell(target -> target.onSubscribe(this));
    T item = find();
    while (item != null) {
      T found = item;
      tell(target -> target.onNext(found));
      item = find();
    }
    end();
  }

  /** What the subscriber throws is its own failure (rule 2.13), and ends it as cancelling does. */
  private void tell(Consumer<Flow.Subscriber<? super T>> signal) {
    Flow.Subscriber<? super T> target = subscriber.get();
    if (target == null) {
      return;
    }
    try {
      signal.accept(target);
    } catch (Throwable e) {
      suppressing(e, this::cancel);
      throw e;
    }
  }

  /** Waits until one is wanted and there is one; null if there will be none. */
  private @Nullable T find() {
    try {
      Iterator<T> from = items;
      if (from == null) {
        if (!awaitRequest(0)) {
          return null;
        }
        from = view.iterator();
        items = from;
      }
      return from.hasNext() && awaitRequest(1) ? Objects.requireNonNull(from.next()) : null;
    } catch (Throwable e) {
      failure = e;
      return null;
    }
  }

  /** Waits until one more is wanted, and takes so many off; false if none ever will be. */
  private boolean awaitRequest(int taken) {
    lock.lock();
    try {
      while (demand == 0 && wrong == null && !over.get()) {
        requested.awaitUninterruptibly();
      }
      demand -= demand == Long.MAX_VALUE || demand == 0 ? 0 : taken;
      return wrong == null && !over.get();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    Throwable why = conclude();
    Flow.Subscriber<? super T> target = subscriber.getAndSet(null);
    if (target == null) {
      return;
    }
    if (why == null) {
      target.onComplete();
      return;
    }
    // Who was refused the view has no part in what others read.
    if (items != null) {
      close(why);
    }
    target.onError(why);
  }

  /** Takes no more requests, and says why; null if the view came to its end. */
  private @Nullable Throwable conclude() {
    lock.lock();
    try {
      if (over.getAndSet(true)) {
        subscriber.set(null);
      }
      return wrong == null ? failure : wrong;
    } finally {
      lock.unlock();
    }
  }

  private void close(Throwable cause) {
    suppressing(cause, closing);
  }

  private static void suppressing(Throwable cause, Runnable action) {
    try {
      action.run();
    } catch (Throwable e) {
      if (!cause.equals(e)) {
        cause.addSuppressed(e);
      }
    }
  }
}
