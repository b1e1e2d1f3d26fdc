package org.atomicagents.internal.run;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan: its attempts, then the commit of its turn.
 *
 * <p>A failure ends the run and is thrown again by every later method. Used by one thread at a
 * time, except for {@link #close()}, {@link #cancel()} and {@link #recordUsage}.
 */
public final class AgentRun<O> implements AutoCloseable {
  private final RunPlan<O> plan;
  private final RunLifecycle lifecycle;
  private final AttemptLoop<O> attempts;
  private final boolean streaming;
  private @Nullable RunResult<O> result;
  private @Nullable RuntimeException failure;

  public AgentRun(RunPlan<O> plan, boolean streaming) {
    this.plan = plan;
    this.streaming = streaming;
    this.lifecycle = new RunLifecycle(plan.newContext(), plan.turn().lease());
    this.attempts = new AttemptLoop<>(plan, lifecycle, streaming);
  }

  /**
   * Returns the result after running all attempts and committing the turn.
   *
   * @throws AgentException if the run failed or was cancelled
   */
  public RunResult<O> call() {
    complete();
    return commit();
  }

  /**
   * Returns the output after running all attempts and committing the turn, without the cost of a
   * result.
   *
   * @throws AgentException if the run failed or was cancelled
   */
  public O run() {
    complete();
    return orFail(() -> commitTurn(this::completedOutput));
  }

  private void complete() {
    orFail(() -> {
      attempts.complete();
      return null;
    });
  }

  /**
   * Returns the next chunk of text; waits for it. Null after the last chunk of a valid response.
   */
  @Nullable
  public ResponseChunk nextChunk() {
    return orFail(attempts::next);
  }

  /**
   * Rejects a response before it is complete, and prepares the next attempt.
   *
   * @param json the JSON received so far, closed
   */
  public void reject(List<Violation> violations, String json) {
    orFail(() -> {
      attempts.reject(violations, json);
      return null;
    });
  }

  /** Returns the tokens of the accepted response, if the provider returned their probabilities. */
  public List<TokenProbability> tokens() {
    return attempts.response().tokens();
  }

  /** Returns the valid output; null if there is none yet. */
  @Nullable
  public O output() {
    ValidationResult<O> accepted = attempts.accepted();
    return accepted == null ? null : accepted.output();
  }

  /** Returns the result after committing the turn of a valid output, once. */
  public RunResult<O> commit() {
    RunResult<O> known = result;
    if (known == null) {
      known = orFail(() -> commitTurn(this::result));
      result = known;
    }
    return known;
  }

  /** Ends the run unless it has committed. */
  @Override
  public void close() {
    lifecycle.close();
  }

  /** Returns whether the run was open, after ending it unless it has committed. */
  public boolean cancel() {
    return lifecycle.close();
  }

  /** Restarts the idle time of a run without a deadline. */
  public void recordActivity() {
    lifecycle.beginActivity();
    lifecycle.endActivity();
  }

  public RunContext context() {
    return lifecycle.context();
  }

  /** Returns a description of the run, for messages. */
  public String activity() {
    return lifecycle.activity();
  }

  private <T> T commitTurn(Function<ValidationResult<O>, T> outcome) {
    Timings.Recorder timings = lifecycle.context().timings();
    if (streaming) {
      timings.addRest(Phase.CALLER);
    }
    ValidationResult<O> accepted = Objects.requireNonNull(attempts.accepted());
    O output = Objects.requireNonNull(accepted.output());
    lifecycle.beginCommit();
    try {
      plan.commit(output, attempts.response().opaque());
      timings.addRest(Phase.COMMIT);
      return outcome.apply(accepted);
    } finally {
      lifecycle.releaseLease();
    }
  }

  private O completedOutput(ValidationResult<O> accepted) {
    RunContext context = lifecycle.context();
    if (context.listeners().isActive()) {
      RunEvents.runCompleted(context, attempts.attempts(), context.timings().snapshot());
    }
    return Objects.requireNonNull(accepted.output());
  }

  private RunResult<O> result(ValidationResult<O> accepted) {
    RunContext context = lifecycle.context();
    Timings timings = context.timings().snapshot();
    RunEvents.runCompleted(context, attempts.attempts(), timings);
    return new RunResult<>(
        Objects.requireNonNull(accepted.output()),
        accepted.json(),
        attempts.response().model(),
        attempts.response().finishReason(),
        attempts.attempts(),
        context.requests(),
        context.usage(),
        context.charges(),
        timings,
        context.requestIds(),
        accepted.repairs(),
        CacheState.NONE,
        List.of(),
        attempts.response().opaque());
  }

  /** Records the usage of the run in a failure. */
  public void recordUsage(AgentException failed) {
    failed.recordUsage(
        context().usage(),
        context().requestIds(),
        context().charges(),
        attempts.validated(),
        context().requests());
  }

  /** Performs a step of the run; an exception of the step becomes the failure of the run. */
  private <T extends @Nullable Object> T orFail(Supplier<T> step) {
    if (failure != null) {
      throw failure;
    }
    lifecycle.beginActivity();
    Runnable restore = context().listeners().enter();
    try {
      return step.get();
    } catch (RuntimeException e) {
      failure = failure(e);
      throw failure;
    } catch (Error e) {
      close();
      throw e;
    } finally {
      restore.run();
      lifecycle.endActivity();
    }
  }

  private RuntimeException failure(RuntimeException cause) {
    RuntimeException outcome = lifecycle.isClosed() ? lifecycle.closedException() : cause;
    close();
    if (outcome instanceof AgentException e) {
      context().timings().addRest(Phase.CLIENT);
      e.recordTimings(context().timings().snapshot());
      recordUsage(e);
      InvalidOutputException rejection = attempts.rejection();
      if (rejection != null) {
        if (!(e instanceof InvalidOutputException)) {
          e.addSuppressed(rejection);
        }
        RunEvents.attemptsExhausted(context(), attempts.validated(), e);
      }
    }
    RunEvents.runFailed(context(), outcome);
    return outcome;
  }
}
