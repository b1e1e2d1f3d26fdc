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
 * The run that a request belongs to: what is left to it, what it has used, who listens.
 *
 * <p>One for all requests of a run. Thread-safe.
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
   * A run that starts now.
   *
   * @param agent the agent's name, for messages
   * @param maxRequests how many requests the run may send, of all causes
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

  /** A run of its own without limits and listeners, to use a client without an agent. */
  public static RunContext standalone() {
    return new RunContext(
        "standalone",
        Deadline.none(),
        Budget.unlimited(),
        Integer.MAX_VALUE,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }

  /** The name of the agent that runs. */
  public String agent() {
    return agent;
  }

  /** When the run has to be over. */
  public Deadline deadline() {
    return deadline;
  }

  /** What the run may spend. */
  public Budget budget() {
    return budget;
  }

  /** Where whoever does a phase of the run notes its time. */
  public Timings.Recorder timings() {
    return timings;
  }

  /** Who is told; ask {@link Listeners#isActive()} before an event is made. */
  public Listeners listeners() {
    return listeners;
  }

  /** How many requests have been sent. */
  public int requests() {
    return requests.get();
  }

  /** What all finished requests have used together. */
  public Usage usage() {
    return usage.get();
  }

  /** The providers' ids of the answers, in the order in which they began. */
  public List<String> requestIds() {
    return requestIds.get();
  }

  /**
   * Ends the run from outside: whatever waits for it stops waiting.
   *
   * <p>From any thread, any number of times. What one of those that wait throws is thrown when all
   * have been told.
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

  /** Whether the run was ended from outside. */
  public boolean isCancelled() {
    return cancelled;
  }

  /**
   * Registers what ends a wait; for clients, before they begin to wait. Done once, on the
   * cancelling thread, or at once if the run is cancelled already.
   *
   * @return takes the registration back
   */
  public Runnable onCancel(Runnable action) {
    onCancel.add(action);
    if (cancelled && onCancel.remove(action)) {
      action.run();
    }
    return () -> onCancel.remove(action);
  }

  /** Whether a request would be let through by every limit now; a moment later it may not. */
  public boolean mayRequest() {
    return !cancelled
        && !deadline.isPassed()
        && requests.get() < maxRequests
        && budget.mayRequest();
  }

  /**
   * Waits on the run's clock, for interceptors.
   *
   * <p>It doesn't ask the deadline: whoever has to wait longer than that had better not begin.
   *
   * @param phase where the time is noted
   * @param what what is done meanwhile, for messages, as in "waiting to send a request again"
   * @throws CancelledException at once when the waiting thread is interrupted or the run cancelled
   */
  public void pause(Duration length, Phase phase, String what) {
    long since = timings.now();
    try {
      new CancellableSleep(timings.time(), length, what).await(this);
    } finally {
      timings.addSince(phase, since);
    }
  }

  /** Counts a request against every limit, and tells of it. */
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

  // Most runs have one id.
  private static List<String> plus(List<String> ids, String id) {
    if (ids.isEmpty()) {
      return List.of(id);
    }
    var more = new ArrayList<>(ids);
    more.add(id);
    return List.copyOf(more);
  }

  /**
   * Whether text has come of an answer of which the provider has not told what it used, or never
   * will: {@link #usage()} says nothing of it.
   */
  public boolean hasUnreportedText() {
    return hasUnreportedText;
  }

  void markUnreportedText() {
    // Written once an answer: this is done for each piece of it.
    if (!hasUnreportedText) {
      hasUnreportedText = true;
    }
  }

  void addUsage(Usage more) {
    budget.add(more);
    usage.accumulateAndGet(more, Usage::plus);
    if (more.outputTokens() > 0) {
      hasUnreportedText = false;
    }
  }
}
