package org.atomicagents.internal.http;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

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
final class RelayedFlight implements Flight {
  private final Flight direct;
  private final boolean readsRelayed;
  private volatile Step current = Step.done();
  private volatile Future<?> task = CompletableFuture.completedFuture(null);

  private RelayedFlight(Flight direct, boolean readsRelayed) {
    this.direct = direct;
    this.readsRelayed = readsRelayed;
  }

  /** The flight itself, where it needs no relay for this thread. */
  static Flight of(Flight direct) {
    boolean isVirtual = Thread.currentThread().isVirtual();
    return isVirtual && !direct.mayShare() ? direct : new RelayedFlight(direct, !isVirtual);
  }

  @Override
  public Head send() throws IOException, InterruptedException {
    return relay(direct::send);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException, InterruptedException {
    return readsRelayed
        ? relay(() -> direct.read(target, offset, length))
        : direct.read(target, offset, length);
  }

  @Override
  public void release() {
    if (current.isLeftByTheOther()) {
      releaseUninterrupted();
    }
  }

  // On a shared connection a release is a write, that of a reset, which an interrupted thread
  // would leave in its buffer: the server would go on to send.
  private void releaseUninterrupted() {
    boolean interrupted = Thread.interrupted();
    try {
      direct.release();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public TransportFailure classify(Exception failure) {
    return direct.classify(failure);
  }

  @Override
  public boolean mayShare() {
    return direct.mayShare();
  }

  @Override
  public void cancel() {
    direct.cancel();
    // A step that is stuck in sending over a shared connection doesn't hear of it.
    task.cancel(false);
  }

  private <T> T relay(Callable<T> work) throws IOException, InterruptedException {
    var step = new Step();
    var next = new CompletableFuture<T>();
    current = step;
    task = next;
    Thread.ofVirtual().name("atomic-agents-http").start(() -> run(work, step, next));
    return join(next);
  }

  private <T> void run(Callable<T> work, Step step, CompletableFuture<T> task) {
    try {
      T result = work.call();
      leave(step);
      task.complete(result);
    } catch (Throwable e) {
      leave(step);
      task.completeExceptionally(e);
    }
  }

  // Before the caller hears of the result: it is then the one that releases the flight, and its
  // next call finds the connection free.
  private void leave(Step step) {
    if (step.isLeftByTheOther()) {
      direct.release();
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
  private static final class Step {
    private final AtomicBoolean left = new AtomicBoolean();

    static Step done() {
      var step = new Step();
      step.left.set(true);
      return step;
    }

    boolean isLeftByTheOther() {
      return left.getAndSet(true);
    }
  }
}
