package org.atomicagents.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.ContextTooLargeException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.ProviderException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.RunState.Cancellation;
import org.atomicagents.model.RunState.SentRequest;
import org.atomicagents.price.Charge;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

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
  private final RunState state;
  private final Cancellation cancellation;
  private final List<RequestMeter> meters;
  private final @Nullable Function<ModelCapabilities, OutputFormat> formats;
  private final boolean hasSideEffects;
  private final @Nullable RunContext origin;
  // The latest request of this context or of one derived from it.
  private volatile @Nullable SentRequest latest;

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
    this(agent, deadline, budget, maxRequests, listeners, timings, null, false);
  }

  /**
   * Creates the context of a run that has sent no requests.
   *
   * @param agent the name of the agent, for messages and events
   * @param maxRequests the maximum number of requests, including re-asks and retries
   * @param formats returns the format of the complete output for other models; null if it is not
   *     known
   * @param hasSideEffects whether the requests have effects besides their responses
   */
  public RunContext(
      String agent,
      Deadline deadline,
      Budget budget,
      int maxRequests,
      Listeners listeners,
      Timings.Recorder timings,
      @Nullable Function<ModelCapabilities, OutputFormat> formats,
      boolean hasSideEffects) {
    this.agent = Objects.requireNonNull(agent, "agent");
    this.deadline = Objects.requireNonNull(deadline, "deadline");
    this.budget = Objects.requireNonNull(budget, "budget");
    this.maxRequests = maxRequests;
    this.listeners = Objects.requireNonNull(listeners, "listeners");
    this.timings = Objects.requireNonNull(timings, "timings");
    this.state = new RunState();
    this.cancellation = new Cancellation(null);
    this.meters = List.of();
    this.formats = formats;
    this.hasSideEffects = hasSideEffects;
    this.origin = null;
  }

  private RunContext(RunContext run, Cancellation cancellation, List<RequestMeter> meters) {
    this.agent = run.agent;
    this.deadline = run.deadline;
    this.budget = run.budget;
    this.maxRequests = run.maxRequests;
    this.listeners = run.listeners;
    this.timings = run.timings;
    this.state = run.state;
    this.cancellation = cancellation;
    this.meters = meters;
    this.formats = run.formats;
    this.hasSideEffects = run.hasSideEffects;
    this.origin = run;
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

  /**
   * Returns a context of the same run, with a meter for the requests that are sent with it; this
   * context if it has that meter.
   */
  public RunContext withMeter(RequestMeter meter) {
    if (meters.contains(meter)) {
      return this;
    }
    var all = new ArrayList<>(meters);
    all.add(meter);
    return new RunContext(this, cancellation, List.copyOf(all));
  }

  /**
   * Returns a context of the same run that can be cancelled alone, such as for one of several
   * concurrent requests; a cancellation of this context cancels the branch, too.
   *
   * <p>Limits, requests, usage, meters and listeners are those of the run.
   */
  public RunContext branch() {
    return new RunContext(this, new Cancellation(cancellation), meters);
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
    return state.requests();
  }

  /** Returns the total usage of all finished requests. */
  public Usage usage() {
    return state.usage();
  }

  /**
   * Returns the usage of each finished request with the prices of its model, in the order in which
   * the requests ended; requests without a reported usage are omitted.
   */
  public List<Charge> charges() {
    return state.charges();
  }

  /** Returns the providers' ids of the responses, in the order in which the responses began. */
  public List<String> requestIds() {
    return state.requestIds();
  }

  /**
   * Cancels the run and ends all its waits.
   *
   * <p>May be called by any thread, any number of times. If an action registered by {@link
   * #onCancel} throws an exception, the other actions are run before it is thrown.
   */
  public void cancel() {
    cancellation.cancel();
  }

  /** Returns whether the run was cancelled. */
  public boolean isCancelled() {
    return cancellation.isCancelled();
  }

  /**
   * Returns whether this {@linkplain #branch() branch} was cancelled, and its run was not: another
   * request is used instead of those of the branch.
   */
  public boolean isSuperseded() {
    return cancellation.isSuperseded();
  }

  /**
   * Registers an action that ends a wait when the run is cancelled. Returns a {@code Runnable} that
   * removes the registration.
   *
   * <p>Clients call this method before they begin to wait. The action is run once, on the
   * cancelling thread, or at once if the run is already cancelled.
   */
  public Runnable onCancel(Runnable action) {
    return cancellation.onCancel(action);
  }

  /** Returns whether all limits permit a request now; the answer may change at any time. */
  public boolean mayRequest() {
    return !isCancelled()
        && !deadline.isPassed()
        && state.requests() < maxRequests
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

  /** Returns whether the requests of the run have effects besides their responses. */
  public boolean hasSideEffects() {
    return hasSideEffects;
  }

  /**
   * Returns a request for another model: with its name, its parameter rules, and the output in a
   * response mode and a schema that suit its capabilities.
   */
  public ModelRequest requestFor(Model model, ModelRequest request) {
    OutputFormat output = request.output();
    OutputFormat complete =
        output == null || formats == null ? null : formats.apply(model.capabilities());
    // A request for the invalid parts of an output has a schema of its own.
    return complete != null && output != null && complete.name().equals(output.name())
        ? request.forModel(model).withOutput(complete)
        : request.forModel(model);
  }

  /**
   * Returns the object that belongs to this run and a key, and creates it at the first call; for
   * interceptors with a state per run.
   */
  public <T> T attachment(Object key, Class<T> type, Supplier<? extends T> creation) {
    return state.attachment(key, type, creation);
  }

  List<RequestMeter> meters() {
    return meters;
  }

  /** Counts a request against all limits and emits its event; returns its number in the run. */
  int beginRequest(Model model, ModelRequest request) {
    int number = takeRequest();
    var sent = new SentRequest(model);
    for (RunContext sending = this; sending != null; sending = sending.origin) {
      sending.latest = sent;
    }
    if (listeners.isActive()) {
      listeners.emit(new AgentEvent.RequestSent(agent, number, request));
    }
    return number;
  }

  /** Checks that the run was not cancelled and that its deadline has not passed. */
  void requireActive() {
    if (isCancelled()) {
      throw CancelledException.closed("sending a request");
    }
    deadline.check("sending a request");
  }

  /** Records that a request failed before its response began. */
  void requestRejected(AgentException failure) {
    if (isUnprocessed(failure)) {
      settleLatest();
    }
    requestFailed(failure);
  }

  void requestFailed(AgentException failure) {
    if (listeners.isActive()) {
      listeners.emit(new AgentEvent.RequestFailed(agent, failure));
    }
  }

  /** Returns whether the provider has not processed, and does not charge, a failed request. */
  private static boolean isUnprocessed(AgentException failure) {
    return switch (failure) {
      case ProviderException e -> e.error().status() != 0;
      case ContextTooLargeException e -> true;
      case ConfigurationException e -> true;
      case TransportException e ->
          e.stage() == TransportException.Stage.CONNECT
              || e.stage() == TransportException.Stage.UNPROCESSED;
      case TimedOutException e ->
          e.limit() == TimedOutException.Limit.CONNECT
              || e.limit() == TimedOutException.Limit.QUEUE;
      default -> false;
    };
  }

  void addRequestId(String id) {
    state.addRequestId(id);
  }

  /**
   * Returns whether text was received whose usage the provider has not reported, and may never
   * report: {@link #usage()} does not include it.
   */
  public boolean hasUnreportedText() {
    return state.hasUnreportedText();
  }

  void markUnreportedText(Model model) {
    state.markUnreportedText(model);
  }

  /**
   * Returns whether the latest request of this {@linkplain #branch() branch}, and not of another
   * one of its run, has no reported usage; false before the first request, and if the provider has
   * not processed the request: it was rejected with an error status, or not received.
   */
  public boolean hasUnreportedRequest() {
    SentRequest sent = latest;
    return sent != null && !sent.isSettled();
  }

  /**
   * Adds an estimate of the usage of the latest request of this {@linkplain #branch() branch} if
   * {@link #hasUnreportedRequest()}. A usage that the provider reports later is added as far as it
   * exceeds the estimate.
   *
   * <p>Of several threads that call this method for one request, only one adds its estimate.
   */
  public void addUnreportedUsage(Usage estimated) {
    SentRequest sent = latest;
    if (sent != null && sent.settleAs(estimated)) {
      budget.add(estimated);
      state.add(estimated, sent.model().charge(estimated, timings.time().now()));
    }
  }

  /**
   * Adds an estimate of the usage of a response that was aborted, so that the provider does not
   * report it.
   */
  public void addEstimatedUsage(Usage estimated) {
    SentRequest sent = latest;
    Model branchModel = sent == null ? null : sent.model();
    Model model = origin == null ? state.unreportedModel() : branchModel;
    settleLatest();
    budget.add(estimated);
    state.add(estimated, model == null ? null : model.charge(estimated, timings.time().now()));
  }

  /**
   * Adds the usage of responses that were recorded by an earlier execution of the same run, and
   * replace requests of this one. It counts in the usage and the budget of the run; no request is
   * counted.
   *
   * @param replayed the usage of each recorded request with the prices of its model
   * @param ids the provider's ids of the responses
   */
  public void addReplayed(List<Charge> replayed, List<String> ids) {
    for (Charge charge : replayed) {
      budget.add(charge.usage());
      state.add(charge.usage(), charge);
    }
    ids.forEach(state::addRequestId);
  }

  /**
   * Counts a request against the limits and the budget of the run, and returns its number, from 1;
   * for a request that another process sends, whose usage {@link #addReplayed} adds.
   *
   * @throws org.atomicagents.error.LimitExceededException if the run or its budget permits no more
   *     requests
   * @throws CancelledException if the run was cancelled
   * @throws TimedOutException if the deadline has passed
   */
  public int takeRequest() {
    requireActive();
    int number = state.takeRequest(maxRequests);
    try {
      budget.takeRequest();
    } catch (LimitExceededException e) {
      state.returnRequest();
      throw e;
    }
    return number;
  }

  /** Adds the usage that a model has reported for a request. */
  void addUsage(Model model, Usage reported) {
    SentRequest sent = latest;
    Usage added =
        sent == null || reported.equals(Usage.NONE) ? reported : sent.settleReported(reported);
    budget.add(added);
    state.add(added, added.equals(Usage.NONE) ? null : model.charge(added, timings.time().now()));
  }

  private void settleLatest() {
    SentRequest sent = latest;
    if (sent != null) {
      sent.settle();
    }
  }
}
