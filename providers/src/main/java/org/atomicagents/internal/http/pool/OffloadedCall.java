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
 * A flight whose steps run on a virtual thread of their own, and the caller waits for that.
 *
 * <p>A platform thread needs it for every step, since it could not be interrupted in a read. Over a
 * connection that others share, every thread needs it to send: an interrupt in the middle of a
 * write closes the connection, and would end the calls of others.
 *
 * <p>An interrupted caller leaves at once. Then the step that it leaves behind, which the cut
 * connection ends, releases the flight.
 */
final class OffloadedCall implements TransportCall {
  private final TransportCall delegate;
  private final boolean offloadsReads;
  private volatile OffloadedStep current = OffloadedStep.done();
  private volatile Future<?> task = CompletableFuture.completedFuture(null);

  private OffloadedCall(TransportCall direct, boolean readsRelayed) {
    this.delegate = direct;
    this.offloadsReads = readsRelayed;
  }

  /** The flight itself, where it needs no relay for this thread. */
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
    if (current.isLastToLeave()) {
      releaseUninterrupted();
    }
  }

  // On a shared connection a release is a write, that of a reset, which an interrupted thread
  // would leave in its buffer: the server would go on to send.
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
    // A step that is stuck in sending over a shared connection doesn't hear of it.
    task.cancel(false);
  }

  private <T> T offload(Callable<T> work) throws IOException, InterruptedException {
    var step = new OffloadedStep();
    var next = new CompletableFuture<T>();
    current = step;
    task = next;
    Thread.ofVirtual().name("atomic-agents-http").start(() -> run(work, step, next));
    return join(next);
  }

  private <T> void run(Callable<T> work, OffloadedStep step, CompletableFuture<T> task) {
    try {
      T result = work.call();
      releaseIfLast(step);
      task.complete(result);
    } catch (Throwable e) {
      releaseIfLast(step);
      task.completeExceptionally(e);
    }
  }

  // Before the caller hears of the result: it is then the one that releases the flight, and its
  // next call finds the connection free.
  private void releaseIfLast(OffloadedStep step) {
    if (step.isLastToLeave()) {
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

  /** A step that two leave, the caller and the virtual thread: the second one cleans up. */
  private static final class OffloadedStep {
    private final AtomicBoolean oneHasLeft = new AtomicBoolean();

    static OffloadedStep done() {
      var step = new OffloadedStep();
      step.oneHasLeft.set(true);
      return step;
    }

    boolean isLastToLeave() {
      return oneHasLeft.getAndSet(true);
    }
  }
}
