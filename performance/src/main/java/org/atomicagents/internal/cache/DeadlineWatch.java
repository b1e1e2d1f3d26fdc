package org.atomicagents.internal.cache;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for the deadline of one run, on the clock of the cache.
 *
 * <p>A run without a deadline has no thread.
 */
record DeadlineWatch(@Nullable Thread sleeper) implements AutoCloseable {

  /**
   * Starts to wait.
   *
   * @param activity the activity that the deadline ends, for the message
   * @param onPassed receives the exception when the deadline has passed
   */
  static DeadlineWatch start(
      Deadline deadline,
      TimeSource time,
      Supplier<String> activity,
      Consumer<TimedOutException> onPassed) {
    if (!deadline.isSet()) {
      return new DeadlineWatch(null);
    }
    Runnable sleep =
        () -> {
          try {
            for (long left = deadline.remainingNanos();
                left > 0;
                left = deadline.remainingNanos()) {
              time.sleep(Duration.ofNanos(left));
            }
          } catch (InterruptedException e) {
            return;
          }
          onPassed.accept(
              TimedOutException.of(Limit.DEADLINE, deadline.duration(), activity.get()));
        };
    return new DeadlineWatch(Thread.ofVirtual().name("atomic-agents-deadline").start(sleep));
  }

  @Override
  public void close() {
    if (sleeper != null) {
      sleeper.interrupt();
    }
  }
}
