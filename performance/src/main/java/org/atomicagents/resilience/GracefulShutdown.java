package org.atomicagents.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.Agent;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ShutdownException;
import org.atomicagents.internal.resilience.ActiveRun;
import org.atomicagents.internal.resilience.ActiveRuns;
import org.atomicagents.internal.resilience.GuardedAgent;
import org.atomicagents.internal.resilience.ResourceCloser;
import org.atomicagents.resilience.ShutdownReport.FailedClose;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The shutdown of an application: no more runs are accepted, those in progress finish or are
 * cancelled at a deadline, and then resources are closed.
 *
 * {@snippet class="org.atomicagents.resilience.ResilienceSnippets" region="shutdown"}
 *
 * <p>Guarded agents reject runs with {@link ShutdownException} as soon as {@link #stop()} is
 * called. A run that begins at the same time is either rejected, or the shutdown waits for it. At
 * the deadline, threads that call an agent are interrupted and streams are closed; these runs fail
 * with {@link CancelledException}, and their conversations are unchanged. A {@code run} or {@code
 * call} that itself calls {@code stop()} is not waited for; a stream whose reader calls it is.
 *
 * <p>Resources are closed in the order in which they were added: first those that have to be
 * complete, such as journals and metrics, then connection pools. A resource that fails, or takes
 * more than 10 s, is reported and does not prevent the others from being closed. Thread-safe.
 */
public final class GracefulShutdown {
  private static final Duration CANCEL_TIME = Duration.ofSeconds(2);
  private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

  private final Duration deadline;
  private final TimeSource time;
  private final ActiveRuns runs = new ActiveRuns();
  private final List<NamedResource> resources = new ArrayList<>();
  private final AtomicReference<@Nullable CompletableFuture<ShutdownReport>> report =
      new AtomicReference<>();

  private record NamedResource(String name, AutoCloseable resource) {}

  private GracefulShutdown(Duration deadline, TimeSource time) {
    this.deadline = deadline;
    this.time = time;
  }

  /**
   * Returns a shutdown without agents and resources.
   *
   * @param deadline the time after which runs in progress are cancelled
   * @throws IllegalArgumentException if the time is negative
   */
  public static GracefulShutdown within(Duration deadline) {
    return within(deadline, TimeSource.system());
  }

  /**
   * Returns a shutdown without agents and resources, on another clock than the system's.
   *
   * @param deadline the time after which runs in progress are cancelled
   * @throws IllegalArgumentException if the time is negative
   */
  public static GracefulShutdown within(Duration deadline, TimeSource time) {
    if (deadline.isNegative()) {
      throw new IllegalArgumentException("deadline: expected 0 or more, found " + deadline);
    }
    return new GracefulShutdown(deadline, Objects.requireNonNull(time, "time"));
  }

  /** Returns an agent whose runs belong to this application. */
  public <I, O> Agent<I, O> guard(Agent<I, O> agent) {
    return new GuardedAgent<>(Objects.requireNonNull(agent, "agent"), runs);
  }

  /**
   * Adds a resource that is closed after the runs and after the resources added before; returns
   * this shutdown.
   *
   * @param name the name of the resource in the report
   * @throws ShutdownException if the shutdown has begun: the resource is not closed
   */
  public GracefulShutdown closing(String name, AutoCloseable resource) {
    var named =
        new NamedResource(
            Objects.requireNonNull(name, "name"), Objects.requireNonNull(resource, "resource"));
    synchronized (resources) {
      if (runs.isStopping()) {
        throw ShutdownException.of("adding the resource '" + name + "'");
      }
      resources.add(named);
    }
    return this;
  }

  /** Returns whether the shutdown has begun. */
  public boolean isStopping() {
    return runs.isStopping();
  }

  /** Returns the number of runs in progress. */
  public int active() {
    return runs.size();
  }

  /** Returns a thread that shuts down, for {@link Runtime#addShutdownHook}. */
  public Thread hook() {
    return new Thread(this::stop, "atomic-agents-shutdown");
  }

  /**
   * Returns the outcome of the shutdown, which begins; blocks until all resources are closed. A
   * later call waits for the first one and returns its outcome.
   *
   * <p>An interrupt of the first caller cancels the runs in progress at once.
   */
  public ShutdownReport stop() {
    var own = new CompletableFuture<ShutdownReport>();
    CompletableFuture<ShutdownReport> first = report.compareAndExchange(null, own);
    if (first != null) {
      return first.join();
    }
    try {
      ShutdownReport outcome = shutDown();
      own.complete(outcome);
      return outcome;
    } catch (RuntimeException | Error e) {
      own.completeExceptionally(e);
      throw e;
    }
  }

  private ShutdownReport shutDown() {
    long start = time.nanoTime();
    List<NamedResource> toClose;
    synchronized (resources) {
      runs.stop();
      toClose = List.copyOf(resources);
    }
    boolean isInterrupted = !awaitEnd(deadline);
    int cancelled = 0;
    for (ActiveRun run : runs.ofOtherThreads()) {
      cancelled += run.cancel() ? 1 : 0;
    }
    if (cancelled > 0) {
      isInterrupted |= !awaitEnd(CANCEL_TIME);
    }
    int unfinished = runs.ofOtherThreads().size();
    List<FailedClose> failed = close(toClose);
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    return new ShutdownReport(
        Math.max(0, runs.ended() - (cancelled - unfinished)),
        cancelled,
        unfinished,
        failed,
        Duration.ofNanos(time.nanoTime() - start));
  }

  /**
   * Returns whether the wait for the runs in progress was completed; false if it was interrupted.
   */
  private boolean awaitEnd(Duration length) {
    try {
      runs.awaitEnd(length, time);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private List<FailedClose> close(List<NamedResource> toClose) {
    var closer = new ResourceCloser(CLOSE_TIME, time);
    var failed = new ArrayList<FailedClose>();
    for (NamedResource named : toClose) {
      Throwable failure = closer.close(named.resource());
      if (failure != null) {
        failed.add(new FailedClose(named.name(), failure));
      }
    }
    return failed;
  }
}
