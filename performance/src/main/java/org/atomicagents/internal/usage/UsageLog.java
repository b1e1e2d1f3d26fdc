package org.atomicagents.internal.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.error.StoreException;
import org.atomicagents.time.TimeSource;
import org.atomicagents.usage.UsageBucket;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes changed amounts to a file, all changes of one delay together.
 *
 * <p>An own thread, because an interrupt of a caller would close the file. Thread-safe.
 */
public final class UsageLog {
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final Path path;
  private final UsageFile file;
  private final TimeSource time;
  private final long delayNanos;
  private final ConcurrentHashMap<String, UsageBucket> changed = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wakeUp = lock.newCondition();
  private final Condition written = lock.newCondition();
  private volatile boolean isScheduled;
  private volatile @Nullable IOException failure;
  // Guarded by the lock.
  private long requestedFlushes;
  private long finishedFlushes;
  private boolean isClosing;
  private boolean isClosed;

  private UsageLog(Path path, UsageFile file, Duration delay, TimeSource time) {
    this.path = path;
    this.file = file;
    this.time = time;
    this.delayNanos = delay.toNanos();
  }

  /**
   * Returns the log of a file, whose amounts are restored and whose thread is started.
   *
   * @throws StoreException if the file cannot be opened or is damaged
   */
  public static UsageLog open(Path path, Duration delay, LocalUsageStore amounts, TimeSource time) {
    try {
      var log = new UsageLog(path, UsageFile.open(path, amounts, time.now()), delay, time);
      Thread.ofPlatform().name("atomic-usage-" + path.getFileName()).daemon().start(log::run);
      return log;
    } catch (IOException e) {
      throw failure(path, "open", e);
    }
  }

  /** Schedules a write of a changed bucket; waits for it if there is no delay. */
  public void changed(UsageBucket bucket) {
    changed.put(bucket.key(), bucket);
    if (delayNanos == 0) {
      flush();
    } else if (!isScheduled) {
      schedule();
    }
  }

  private void schedule() {
    lock.lock();
    try {
      isScheduled = true;
      wakeUp.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Returns after all earlier changes have been written; returns the failure, or null. */
  public @Nullable IOException flush() {
    lock.lock();
    try {
      if (isClosed) {
        return failure;
      }
      long flush = ++requestedFlushes;
      wakeUp.signal();
      while (finishedFlushes < flush) {
        // An interrupt does not end the wait, which is short; the flag remains set.
        written.awaitUninterruptibly();
      }
      return failure;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the failure of the latest write; null if it succeeded. */
  public @Nullable IOException failure() {
    return failure;
  }

  /** Returns the failure of writing all changes and closing the file, or null. Idempotent. */
  public @Nullable IOException close() {
    lock.lock();
    try {
      if (isClosed) {
        return null;
      }
      isClosing = true;
      wakeUp.signal();
      while (!isClosed) {
        written.awaitUninterruptibly();
      }
      IOException last = failure;
      failure = new IOException("the store is closed");
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the exception to throw for a failure. */
  public StoreException failure(String operation, IOException cause) {
    return failure(path, operation, cause);
  }

  private static StoreException failure(Path path, String operation, IOException cause) {
    return StoreException.of(
        "Cannot %s the usage file %s: %s.\nWithout it, usage limits would begin at zero after a restart."
            .formatted(operation, path, cause.getMessage()),
        cause);
  }

  private void run() {
    boolean isLast = false;
    while (!isLast) {
      long flushes;
      lock.lock();
      try {
        awaitWork();
        isScheduled = false;
        flushes = requestedFlushes;
        isLast = isClosing;
      } finally {
        lock.unlock();
      }
      IOException problem = write();
      if (isLast) {
        problem = close(problem);
      }
      lock.lock();
      try {
        failure = problem;
        isScheduled = isScheduled || problem != null;
        finishedFlushes = isLast ? Long.MAX_VALUE : flushes;
        isClosed = isLast;
        written.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for a change and its delay, or for a flush. The lock is held by this thread. */
  private void awaitWork() {
    while (!isScheduled && !isUrgent()) {
      wakeUp.awaitUninterruptibly();
    }
    long remaining = failure == null ? delayNanos : Math.max(delayNanos, RETRY_NANOS);
    long end = System.nanoTime() + remaining;
    while (remaining > 0 && !isUrgent()) {
      try {
        wakeUp.await(remaining, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        // Nothing interrupts this thread, which is not accessible; an interrupt has no meaning.
      }
      remaining = end - System.nanoTime();
    }
  }

  private boolean isUrgent() {
    return isClosing || requestedFlushes > finishedFlushes;
  }

  /** Writes the changed buckets; after a failure they remain changed. */
  private @Nullable IOException write() {
    List<UsageBucket> buckets = new ArrayList<>();
    for (UsageBucket bucket : changed.values()) {
      if (changed.remove(bucket.key(), bucket)) {
        buckets.add(bucket);
      }
    }
    try {
      if (!buckets.isEmpty() || failure != null) {
        file.write(buckets, time.now());
      }
      return null;
    } catch (IOException e) {
      restore(buckets);
      return e;
    } catch (RuntimeException | Error e) {
      // Such as a lack of memory. Without this thread, all callers would block forever.
      restore(buckets);
      return new IOException(e.toString(), e);
    }
  }

  private void restore(List<UsageBucket> buckets) {
    for (UsageBucket bucket : buckets) {
      changed.putIfAbsent(bucket.key(), bucket);
    }
  }

  private @Nullable IOException close(@Nullable IOException problem) {
    try {
      file.close();
      return problem;
    } catch (IOException | RuntimeException e) {
      return problem == null ? new IOException(e.getMessage(), e) : problem;
    }
  }
}
