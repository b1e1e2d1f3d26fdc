package org.atomicagents.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.message.Usage;

/**
 * The context of a run: its limits, its usage, its listeners and its cancellation.
 *
 * <p>All requests of a run share one context. Thread-safe.
 */
public final class RunContext {
  private final String agent;
  private final Deadline deadline;
  private final Budget budget;
  private final int maxRequests;
  private final Listeners listeners;
  private final Timings.Recorder timings;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicReference<Usage> usage = new AtomicReference<>(Usage.NONE);
  private final AtomicReference<List<String>> requestIds = new AtomicReference<>(List.of());
  private final Queue<Runnable> onCancel = new ConcurrentLinkedQueue<>();
  private volatile boolean cancelled;
  private volatile boolean hasUnreportedText;

  /**
   * Creates the context of a run that has sent no requests.
   *
   * @param agent the name of the agent, for messages and events
   * @param maxRequests the maximum number of requests, including re-asks and retries
   */
  public RunContext(
      String agent,
      Deadline deadline,
      Budget budget,
      int maxRequests,
      Listeners listeners,
      Timings.Recorder timings) {
    this.agent = Objects.requireNonNull(agent, "agent");
    this.deadline = Objects.requireNonNull(deadline, "deadline");
    this.budget = Objects.requireNonNull(budget, "budget");
    this.maxRequests = maxRequests;
    this.listeners = Objects.requireNonNull(listeners, "listeners");
    this.timings = Objects.requireNonNull(timings, "timings");
  }

  /** Returns a context without limits and listeners, to use a client without an agent. */
  public static RunContext standalone() {
    return new RunContext(
        "standalone",
        Deadline.none(),
        Budget.unlimited(),
        Integer.MAX_VALUE,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }

  /** Returns the name of the agent, for messages and events. */
  public String agent() {
    return agent;
  }

  /** Returns the deadline of the run. */
  public Deadline deadline() {
    return deadline;
  }

  /** Returns the budget of the run, which other runs may share. */
  public Budget budget() {
    return budget;
  }

  /** Returns the recorder to which clients and interceptors add the time of each phase. */
  public Timings.Recorder timings() {
    return timings;
  }

  /** Returns the listeners; check {@link Listeners#isActive()} before creating an event. */
  public Listeners listeners() {
    return listeners;
  }

  /** Returns the number of requests sent so far. */
  public int requests() {
    return requests.get();
  }

  /** Returns the total usage of all finished requests. */
  public Usage usage() {
    return usage.get();
  }

  /** Returns the providers' ids of the responses, in the order in which the responses began. */
  public List<String> requestIds() {
    return requestIds.get();
  }

  /**
   * Cancels the run and ends all its waits.
   *
   * <p>May be called by any thread, any number of times. If an action registered by {@link
   * #onCancel} throws an exception, the other actions are run before it is thrown.
   */
  public void cancel() {
    cancelled = true;
    RuntimeException failure = null;
    for (Runnable action = onCancel.poll(); action != null; action = onCancel.poll()) {
      try {
        action.run();
      } catch (RuntimeException e) {
        failure = failure == null ? e : withSuppressed(failure, e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static RuntimeException withSuppressed(RuntimeException first, RuntimeException other) {
    if (!first.equals(other)) {
      first.addSuppressed(other);
    }
    return first;
  }

  /** Returns whether the run was cancelled. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Registers an action that ends a wait when the run is cancelled. Returns a {@code Runnable} that
   * removes the registration.
   *
   * <p>Clients call this method before they begin to wait. The action is run once, on the
   * cancelling thread, or at once if the run is already cancelled.
   */
  public Runnable onCancel(Runnable action) {
    onCancel.add(action);
    if (cancelled && onCancel.remove(action)) {
      action.run();
    }
    return () -> onCancel.remove(action);
  }

  /** Returns whether all limits permit a request now; the answer may change at any time. */
  public boolean mayRequest() {
    return !cancelled
        && !deadline.isPassed()
        && requests.get() < maxRequests
        && budget.mayRequest();
  }

  /**
   * Waits on the clock of the run; for interceptors.
   *
   * <p>The deadline does not end the wait: callers check first that it is not too long.
   *
   * @param phase the phase to which the time is added
   * @param activity the reason of the wait, for messages, as in "waiting to retry a request"
   * @throws CancelledException if the waiting thread is interrupted or the run is cancelled
   */
  public void sleep(Duration length, Phase phase, String activity) {
    long since = timings.now();
    try {
      new CancellableSleep(timings.time(), length, activity).await(this);
    } finally {
      timings.addSince(phase, since);
    }
  }

  /** Counts a request against all limits and emits its event. */
  void beginRequest(ModelRequest request) {
    if (cancelled) {
      throw CancelledException.closed("sending a request");
    }
    deadline.check("sending a request");
    int sent = requests.getAndUpdate(used -> used < maxRequests ? used + 1 : used);
    if (sent >= maxRequests) {
      throw LimitExceededException.of("the run's requests", sent, maxRequests);
    }
    try {
      budget.takeRequest();
    } catch (LimitExceededException e) {
      requests.decrementAndGet();
      throw e;
    }
    RequestEvents.sent(this, sent + 1, request);
  }

  void requestFailed(AgentException failure) {
    RequestEvents.failed(this, failure);
  }

  void addRequestId(String id) {
    requestIds.updateAndGet(ids -> plus(ids, id));
  }

  private static List<String> plus(List<String> ids, String id) {
    // Most runs have one id.
    if (ids.isEmpty()) {
      return List.of(id);
    }
    var all = new ArrayList<>(ids);
    all.add(id);
    return List.copyOf(all);
  }

  /**
   * Returns whether text was received whose usage the provider has not reported, and may never
   * report: {@link #usage()} does not include it.
   */
  public boolean hasUnreportedText() {
    return hasUnreportedText;
  }

  void markUnreportedText() {
    // Called for each chunk: avoids a volatile write for all but the first one.
    if (!hasUnreportedText) {
      hasUnreportedText = true;
    }
  }

  /**
   * Adds an estimate of the usage of a response that was aborted, so that the provider does not
   * report it.
   */
  public void addEstimatedUsage(Usage estimated) {
    addUsage(estimated);
  }

  void addUsage(Usage added) {
    budget.add(added);
    usage.accumulateAndGet(added, Usage::plus);
    if (added.outputTokens() > 0) {
      hasUnreportedText = false;
    }
  }
}
