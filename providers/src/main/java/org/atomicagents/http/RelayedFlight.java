package org.atomicagents.http;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A flight for a platform thread, which could not be interrupted in a read: each step runs on a
 * virtual thread, and the caller waits for that.
 *
 * <p>An interrupted caller leaves at once. Then the step that it leaves behind, which the cut
 * connection ends, releases the flight.
 */
final class RelayedFlight implements Flight {
  private final Flight direct;
  private volatile Step current = Step.done();

  RelayedFlight(Flight direct) {
    this.direct = direct;
  }

  @Override
  public Head send() throws IOException, InterruptedException {
    return relay(direct::send);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException, InterruptedException {
    return relay(() -> direct.read(target, offset, length));
  }

  @Override
  public void release() {
    if (current.isLeftByTheOther()) {
      direct.release();
    }
  }

  @Override
  public void cancel() {
    direct.cancel();
  }

  private <T> T relay(Callable<T> work) throws IOException, InterruptedException {
    var step = new Step();
    var task = new FutureTask<>(work);
    current = step;
    Thread.ofVirtual().name("atomic-agents-http").start(() -> run(task, step));
    return join(task);
  }

  private void run(Runnable task, Step step) {
    task.run();
    if (step.isLeftByTheOther()) {
      direct.release();
    }
  }

  private static <T> T join(FutureTask<T> task) throws IOException, InterruptedException {
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
