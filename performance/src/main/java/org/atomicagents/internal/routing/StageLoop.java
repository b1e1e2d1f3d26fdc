package org.atomicagents.internal.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ApprovalRequiredException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.model.AgentEvent;
import org.jspecify.annotations.Nullable;

/**
 * Runs the stages in order until a result is accepted.
 *
 * <p>The turn of the returned outcome is open; those of all other stages are closed. Used by one
 * thread, once.
 */
final class StageLoop<I, O> {
  private final StagePlan<I, O> plan;
  private final StageRunner<O> runner;
  private final StageMetrics metrics;
  private @Nullable Candidate<O> accepted;
  private @Nullable Candidate<O> best;

  StageLoop(StagePlan<I, O> plan, StageRunner<O> runner, StageMetrics metrics) {
    this.plan = plan;
    this.runner = runner;
    this.metrics = metrics;
  }

  /** The result of a stage that may be returned. */
  private record Candidate<O>(
      int index, StageAttempt<O> stage, RunResult<O> result, Verdict verdict) {}

  /**
   * Returns the end of the run.
   *
   * @param start the first stage, which this method closes
   * @throws AgentException if no output can be returned
   */
  StageOutcome<O> run(StageStart<O> start) {
    var failures = new StageFailures(plan, start.failures());
    metrics.add(start.usage());
    try {
      StageAttempt<O> prepared = start.stage();
      while (true) {
        AgentException failure = runStage(failures.count(), prepared);
        prepared = null;
        if (failure == null) {
          return outcome(Objects.requireNonNull(accepted, "accepted"), List.of());
        }
        if (!failures.add(failure)) {
          return end(failures, failure);
        }
      }
    } catch (RuntimeException | Error e) {
      closeBest();
      throw e;
    }
  }

  /** Returns why the result of a stage is not accepted; null if it is. */
  private @Nullable AgentException runStage(int index, @Nullable StageAttempt<O> prepared) {
    StageAttempt<O> stage = null;
    RunResult<O> result;
    try {
      stage = prepared == null ? plan.prepare(index) : prepared;
      result = runner.run(index, stage.run());
    } catch (AgentException e) {
      close(stage);
      metrics.add(e);
      return e;
    } catch (RuntimeException | Error e) {
      close(stage);
      throw e;
    }
    metrics.add(result);
    try {
      Verdict verdict = plan.settings().policy().judge(result);
      metrics.addChecks();
      return judge(new Candidate<>(index, stage, result, verdict));
    } catch (RuntimeException | Error e) {
      stage.close();
      throw e;
    }
  }

  private @Nullable AgentException judge(Candidate<O> candidate) {
    Verdict verdict = candidate.verdict();
    if (verdict.isAccepted()) {
      accepted = candidate;
      return null;
    }
    Candidate<O> known = best;
    if (verdict.isReturnable() && (known == null || verdict.rank() >= known.verdict().rank())) {
      closeBest();
      best = candidate;
    } else {
      candidate.stage().close();
    }
    RunResult<O> result = candidate.result();
    return InvalidOutputException.ofChecks(
            plan.settings().name(),
            plan.stageName(candidate.index()),
            result.output().getClass().getSimpleName(),
            result.attempts(),
            verdict.reasons(),
            result.text())
        .recordUsage(
            result.usage(),
            result.requestIds(),
            result.charges(),
            result.attempts(),
            result.requests());
  }

  private StageOutcome<O> end(StageFailures failures, AgentException failure) {
    Candidate<O> found = best;
    if (found != null && !isFinal(failure)) {
      best = null;
      return outcome(found, shortfalls(found, failures.count() - 1, failure));
    }
    throw metrics.withUsage(failures.exception());
  }

  /** Returns whether a failure is thrown even if there is an output to return. */
  private static boolean isFinal(AgentException failure) {
    // A suspended call of a tool is in the exception only.
    return failure instanceof CancelledException || failure instanceof ApprovalRequiredException;
  }

  private List<String> shortfalls(Candidate<O> found, int last, AgentException failure) {
    var shortfalls = new ArrayList<>(found.verdict().reasons());
    if (!StageFailures.isRejection(failure)) {
      shortfalls.add(plan.stageName(last) + " failed: " + failure.getClass().getSimpleName());
    }
    if (plan.listeners().isActive()) {
      plan.listeners()
          .emit(
              new AgentEvent.BestOutputReturned(
                  plan.settings().name(), plan.stageName(found.index()), shortfalls));
    }
    return shortfalls;
  }

  private StageOutcome<O> outcome(Candidate<O> candidate, List<String> shortfalls) {
    closeBest();
    candidate.stage().run().close();
    return new StageOutcome<>(
        candidate.index(),
        metrics.result(candidate.result(), shortfalls),
        candidate.stage().turn());
  }

  private void closeBest() {
    if (best != null) {
      best.stage().close();
      best = null;
    }
  }

  private static void close(@Nullable StageAttempt<?> stage) {
    if (stage != null) {
      stage.close();
    }
  }
}
