package org.atomicagents.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.limit.RateLimits;

/**
 * The executor on which an agent is created: its share of limits, and the resources that are closed
 * with the agent.
 *
 * {@snippet class="org.atomicagents.spark.SparkSnippets" region="share"}
 *
 * <p>The resources are closed a minute after the last task that uses the agent, or when the
 * executor ends, in the reverse order. Thread-safe.
 */
public final class ExecutorContext implements AutoCloseable {
  private final String executorId;
  private final OptionalInt executors;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<AutoCloseable> resources = new ArrayList<>();
  private boolean isClosed;

  private ExecutorContext(String executorId, OptionalInt executors) {
    this.executorId = Objects.requireNonNull(executorId, "executorId");
    this.executors = Objects.requireNonNull(executors, "executors");
  }

  /** Returns the context of the only executor, for tests of factories and local programs. */
  public static ExecutorContext local() {
    return of("driver", OptionalInt.of(1));
  }

  /**
   * Returns the context of an executor.
   *
   * @param executors the number of executors; empty if it is not known
   */
  public static ExecutorContext of(String executorId, OptionalInt executors) {
    return new ExecutorContext(executorId, executors);
  }

  /** Returns the id of the executor in Spark; "driver" on the driver. */
  public String executorId() {
    return executorId;
  }

  /**
   * Returns the maximum number of executors: that of {@link SparkOptions#withExecutors}, or else of
   * Spark's configuration; empty if neither has it.
   */
  public OptionalInt executors() {
    return executors;
  }

  /**
   * Returns the part of limits that this executor may use, so that all executors together do not
   * exceed them: the limits divided by {@link #executors()}, rounded down.
   *
   * <p>An executor that is idle does not pass its part on to others. Limits in Redis are shared as
   * needed.
   *
   * @throws ConfigurationException if the number of executors is not known, or larger than a limit
   */
  public RateLimits share(RateLimits limits) {
    int count =
        executors.orElseThrow(() ->
            ConfigurationException.of(
                """
                The share of executor %s in %s is not known: Spark's configuration has no maximum number of executors.
                Set it by SparkOptions.withExecutors, spark.executor.instances or spark.dynamicAllocation.maxExecutors.\
                """
                    .formatted(executorId, limits)));
    return new RateLimits(
        share("requests", limits.requests(), count),
        share("tokens", limits.tokens(), count),
        share("input tokens", limits.inputTokens(), count),
        share("output tokens", limits.outputTokens(), count));
  }

  private static long share(String kind, long perMinute, int executors) {
    if (perMinute == 0) {
      return 0;
    }
    if (perMinute < executors) {
      throw ConfigurationException.of(
          """
          A limit of %d %s per minute cannot be divided by %d executors.
          Use fewer executors, or a limit that they share, as in Redis.\
          """
              .formatted(perMinute, kind, executors));
    }
    return perMinute / executors;
  }

  /**
   * Returns a resource of the agent, such as a connection pool, after adding it to those that are
   * closed with the agent.
   *
   * @throws IllegalStateException if this context is closed; the resource is closed too
   */
  public <T extends AutoCloseable> T closing(T resource) {
    Objects.requireNonNull(resource, "resource");
    lock.lock();
    try {
      if (!isClosed) {
        resources.add(resource);
        return resource;
      }
    } finally {
      lock.unlock();
    }
    var failure =
        new IllegalStateException("The context of executor " + executorId + " is closed.");
    close(resource, failure);
    throw failure;
  }

  /**
   * Closes the resources, the last one first. Idempotent.
   *
   * @throws IllegalStateException if a resource cannot be closed; the others are closed
   */
  @Override
  public void close() {
    List<AutoCloseable> closed;
    lock.lock();
    try {
      isClosed = true;
      closed = List.copyOf(resources.reversed());
      resources.clear();
    } finally {
      lock.unlock();
    }
    var failure =
        new IllegalStateException(
            "Resources of the agent on executor " + executorId + " could not be closed.");
    closed.forEach(resource -> close(resource, failure));
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  @SuppressWarnings("Interruption") // The flag is restored.
  private static void close(AutoCloseable resource, IllegalStateException failure) {
    try {
      resource.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.addSuppressed(e);
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public String toString() {
    return "ExecutorContext[" + executorId + "]";
  }
}
