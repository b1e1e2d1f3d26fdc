package org.atomicagents.internal.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.RequestMeter;
import org.atomicagents.model.RunContext;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBucket;
import org.atomicagents.usage.UsageStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The account of one request: its reservation, which is settled once by the received response.
 *
 * <p>An account that was given up as abandoned is corrected if its response ends after all.
 * Thread-safe.
 */
final class UsageAccount implements RequestMeter.Account {
  private static final Logger log = LoggerFactory.getLogger(UsageAccount.class);
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final UsageCore core;
  private final UsageStore store;
  private final UsageBucket bucket;
  private final UsageAmount estimate;
  private final Model model;
  private final long countedInput;
  private final Deadline deadline;
  private final Instant sent;
  private final long start;
  private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
  private volatile long lastActivity;
  private volatile @Nullable Usage reported;
  private volatile boolean isFinished;
  // Written by the reading thread only.
  private volatile long receivedLength;

  /**
   * Whether the reservation is settled, and by which amount if that is provisional or is being
   * settled.
   */
  private record State(Stage stage, UsageAmount amount) {
    static final State OPEN = new State(Stage.OPEN, UsageAmount.NONE);
    static final State OVER = new State(Stage.OVER, UsageAmount.NONE);
  }

  private enum Stage {
    OPEN,
    /** The account is being settled by the part received so far. */
    ABANDONING,
    /** The response has ended meanwhile: the abandoning thread corrects the settlement. */
    ENDED_MEANWHILE,
    ABANDONED,
    OVER
  }

  UsageAccount(
      UsageCore core,
      UsageStore store,
      UsageBucket bucket,
      UsageAmount estimate,
      Model model,
      long countedInput,
      RunContext context,
      Instant sent) {
    this.core = core;
    this.store = store;
    this.bucket = bucket;
    this.estimate = estimate;
    this.model = model;
    this.countedInput = countedInput;
    this.deadline = context.deadline();
    this.sent = sent;
    this.start = core.settings().time().nanoTime();
    this.lastActivity = start;
  }

  @Override
  public void withdraw() {
    if (state.compareAndSet(State.OPEN, State.OVER)) {
      settle(estimate, UsageAmount.NONE);
    }
  }

  @Override
  public void receive(ModelEvent event) {
    lastActivity = core.settings().time().nanoTime();
    switch (event) {
      case ModelEvent.UsageReport report -> reported = report.usage();
      case ModelEvent.TextDelta text -> add(text.text());
      case ModelEvent.ReasoningDelta text -> add(text.text());
      case ModelEvent.ToolCallDelta delta -> add(delta.arguments());
      case ModelEvent.Finished finished -> isFinished = true;
      default -> {}
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void add(String text) {
    receivedLength += text.length();
  }

  @Override
  public void end(@Nullable Throwable failure) {
    Duration duration = elapsed();
    UsageAmount used = used(failure, duration);
    State before = state.getAndUpdate(current -> ended(current, used));
    switch (before.stage()) {
      case OPEN -> settle(estimate, used);
      case ABANDONED -> settle(UsageAmount.NONE, used.minus(before.amount()));
      case ABANDONING -> {}
      case ENDED_MEANWHILE, OVER -> {
        return;
      }
    }
    Usage complete = reported;
    if (failure == null && isFinished && complete != null && isPositive(complete)) {
      core.estimator().learn(model, countedInput, complete, duration);
    }
  }

  /** Returns whether the response was not read for a long time, or the deadline has passed. */
  boolean isAbandoned(long now, long maxIdleNanos) {
    return now - lastActivity >= maxIdleNanos || deadline.isPassed();
  }

  /** Settles the reservation provisionally, by the part received so far. */
  void abandon() {
    UsageAmount provisional = used(null, elapsed());
    var abandoning = new State(Stage.ABANDONING, provisional);
    if (!state.compareAndSet(State.OPEN, abandoning)) {
      return;
    }
    try {
      settle(estimate, provisional);
    } finally {
      // A correction before the settlement would be cut off where it makes the used amount
      // negative.
      if (!state.compareAndSet(abandoning, new State(Stage.ABANDONED, provisional))) {
        UsageAmount used = state.getAndSet(State.OVER).amount();
        settle(UsageAmount.NONE, used.minus(provisional));
      }
    }
  }

  private static State ended(State current, UsageAmount used) {
    return switch (current.stage()) {
      case OPEN, ABANDONED -> State.OVER;
      case ABANDONING -> new State(Stage.ENDED_MEANWHILE, used);
      case ENDED_MEANWHILE, OVER -> current;
    };
  }

  private void settle(UsageAmount released, UsageAmount used) {
    core.close(this);
    Instant now = core.settings().time().now();
    try {
      store.settle(core.buckets().extended(bucket, now), released, used, now);
    } catch (RuntimeException e) {
      // The response is complete, and its caller cannot settle it either.
      log.error(
          "The usage of a request is not settled in {}: {} instead of the reserved {}",
          bucket.key(),
          used,
          released,
          e);
    }
  }

  private Duration elapsed() {
    return Duration.ofNanos(Math.max(0, core.settings().time().nanoTime() - start));
  }

  private UsageAmount used(@Nullable Throwable failure, Duration duration) {
    Usage usage = usage(failure);
    return new UsageAmount(
        1,
        usage.inputTokens(),
        usage.outputTokens(),
        core.pricing().cost(model, usage, sent),
        duration);
  }

  /** Returns the reported usage, or what the received text shows if the response ended early. */
  private Usage usage(@Nullable Throwable failure) {
    Usage latest = reported;
    long received = (receivedLength + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
    if (latest == null || !isPositive(latest)) {
      boolean isProcessed = receivedLength > 0 || mayBeProcessed(failure);
      return isProcessed ? Usage.of(estimate.inputTokens(), received) : Usage.NONE;
    }
    if (isFinished || latest.outputTokens() >= received) {
      return latest;
    }
    // Some providers report the input at the beginning, and the output at the end only.
    return new Usage(
        latest.inputTokens(),
        received,
        latest.cacheReadTokens(),
        latest.cacheWriteTokens(),
        latest.reasoningTokens(),
        latest.audioInputTokens(),
        latest.audioOutputTokens());
  }

  private static boolean isPositive(@Nullable Usage usage) {
    return usage != null && usage.totalTokens() > 0;
  }

  /** Returns whether the provider may have processed a request without a reported usage. */
  private static boolean mayBeProcessed(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> true;
      case CancelledException cancelled -> true;
      case TimedOutException timedOut ->
          timedOut.limit() != TimedOutException.Limit.CONNECT
              && timedOut.limit() != TimedOutException.Limit.QUEUE;
      case TransportException transport ->
          transport.stage() != TransportException.Stage.CONNECT
              && transport.stage() != TransportException.Stage.UNPROCESSED;
      default -> false;
    };
  }
}
