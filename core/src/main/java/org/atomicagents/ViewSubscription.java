package org.atomicagents;

import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The one subscription of a publisher: a virtual thread that waits for requests, and for news. */
final class ViewSubscription<T> implements Flow.Subscription {
  private final Iterable<T> view;
  private final AutoCloseable source;
  private final AtomicReference<Flow.@Nullable Subscriber<? super T>> subscriber;
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final Lock lock = new ReentrantLock();
  private final Condition requested = lock.newCondition();
  private long demand;
  private @Nullable IllegalArgumentException wrong;

  ViewSubscription(Iterable<T> view, AutoCloseable source, Flow.Subscriber<? super T> subscriber) {
    this.view = view;
    this.source = source;
    this.subscriber = new AtomicReference<>(subscriber);
  }

  void start() {
    Thread.ofVirtual().name("atomic-agents-publisher").start(this::run);
  }

  @Override
  public void request(long count) {
    lock.lock();
    try {
      if (count <= 0) {
        wrong =
            new IllegalArgumentException(
                "expected a request of 1 or more (rule 3.9), found " + count);
      } else {
        demand = demand + count < 0 ? Long.MAX_VALUE : demand + count;
      }
      requested.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancel() {
    if (cancelled.getAndSet(true)) {
      return;
    }
    subscriber.set(null);
    closeSource();
    lock.lock();
    try {
      requested.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void closeSource() {
    try {
      source.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing a stream failed", e);
    }
  }

  private void run() {
    Flow.Subscriber<? super T> target = subscriber.get();
    if (target == null) {
      return;
    }
    target.onSubscribe(this);
    try {
      Iterator<T> items = view.iterator();
      while (items.hasNext()) {
        if (!awaitRequest()) {
          return;
        }
        next(items.next());
      }
      complete();
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  /** Waits until one more is wanted; false if none ever will be. */
  private boolean awaitRequest() {
    lock.lock();
    try {
      while (demand == 0 && wrong == null && !cancelled.get()) {
        requested.awaitUninterruptibly();
      }
      if (wrong != null) {
        throw wrong;
      }
      demand -= demand == Long.MAX_VALUE ? 0 : 1;
      return !cancelled.get();
    } finally {
      lock.unlock();
    }
  }

  private void next(T item) {
    Flow.Subscriber<? super T> target = subscriber.get();
    if (target != null) {
      target.onNext(item);
    }
  }

  private void complete() {
    Flow.Subscriber<? super T> target = subscriber.getAndSet(null);
    if (target != null && !cancelled.getAndSet(true)) {
      target.onComplete();
    }
  }

  private void fail(RuntimeException e) {
    Flow.Subscriber<? super T> target = subscriber.getAndSet(null);
    if (target != null && !cancelled.getAndSet(true)) {
      closeSource();
      target.onError(e);
    }
  }
}
