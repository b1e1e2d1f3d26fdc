package org.atomicagents.internal.http.pool;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.atomicagents.internal.http.ResponseHead;
import org.atomicagents.internal.http.TransportCall;
import org.atomicagents.internal.http.TransportFailure;

/**
 * A transport call whose steps run on separate virtual threads while the caller waits.
 *
 * <p>A platform thread needs this for every step, because it cannot be interrupted in a read. On a
 * connection that other calls share, every thread needs it for sending: an interrupt in the middle
 * of a write closes the connection, and would end the other calls.
 *
 * <p>An interrupted caller returns immediately. The step that it abandons, which ends when the call
 * is cancelled, then releases the call.
 */
final class OffloadedCall implements TransportCall {
  private final TransportCall delegate;
  private final boolean offloadsReads;
  private volatile OffloadedStep current = OffloadedStep.done();
  private volatile Future<?> task = CompletableFuture.completedFuture(null);

  private OffloadedCall(TransportCall delegate, boolean offloadsReads) {
    this.delegate = delegate;
    this.offloadsReads = offloadsReads;
  }

  /** Returns an offloaded call, or {@code direct} itself if this thread needs no offloading. */
  static TransportCall of(TransportCall direct) {
    boolean isVirtual = Thread.currentThread().isVirtual();
    return isVirtual && !direct.mayShareConnection()
        ? direct
        : new OffloadedCall(direct, !isVirtual);
  }

  @Override
  public ResponseHead send() throws IOException, InterruptedException {
    return offload(delegate::send);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException, InterruptedException {
    return offloadsReads
        ? offload(() -> delegate.read(target, offset, length))
        : delegate.read(target, offset, length);
  }

  @Override
  public void release() {
    if (current.isSecondToFinish()) {
      releaseUninterrupted();
    }
  }

  // On a shared connection a release writes a reset, which an interrupted thread would leave in its
  // buffer: the server would continue sending.
  private void releaseUninterrupted() {
    boolean interrupted = Thread.interrupted();
    try {
      delegate.release();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public TransportFailure classify(Exception failure) {
    return delegate.classify(failure);
  }

  @Override
  public boolean mayShareConnection() {
    return delegate.mayShareConnection();
  }

  @Override
  public void cancel() {
    delegate.cancel();
    // Cancelling the delegate does not unblock a step that is sending over a shared connection.
    task.cancel(false);
  }

  private <T> T offload(Callable<T> action) throws IOException, InterruptedException {
    var step = new OffloadedStep();
    var next = new CompletableFuture<T>();
    current = step;
    task = next;
    Thread.ofVirtual().name("atomic-agents-http").start(() -> run(action, step, next));
    return join(next);
  }

  private <T> void run(Callable<T> action, OffloadedStep step, CompletableFuture<T> task) {
    try {
      T result = action.call();
      releaseIfAbandoned(step);
      task.complete(result);
    } catch (Throwable e) {
      releaseIfAbandoned(step);
      task.completeExceptionally(e);
    }
  }

  // Runs before the result is published: the caller is then the one that releases the call, and its
  // next call finds the connection free.
  private void releaseIfAbandoned(OffloadedStep step) {
    if (step.isSecondToFinish()) {
      delegate.release();
    }
  }

  private static <T> T join(CompletableFuture<T> task) throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case InterruptedException interrupted -> throw interrupted;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** A step that the caller and the virtual thread both finish; the second one cleans up. */
  private static final class OffloadedStep {
    private final AtomicBoolean firstHasFinished = new AtomicBoolean();

    static OffloadedStep done() {
      var step = new OffloadedStep();
      step.firstHasFinished.set(true);
      return step;
    }

    boolean isSecondToFinish() {
      return firstHasFinished.getAndSet(true);
    }
  }
}
