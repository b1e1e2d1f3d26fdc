package org.atomicagents.internal.cache;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.atomicagents.PreparationUsage;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;

/** Conversion of the failures of shared computations. */
final class Failures {
  private Failures() {}

  /** Returns the exception to throw for the failure of a computation that throws no checked one. */
  static RuntimeException of(ExecutionException failure) {
    Throwable cause = failure.getCause();
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failure);
    };
  }

  /**
   * Returns the exception to throw to one of several callers.
   *
   * <p>Each gets an exception of its own, since callers add suppressed exceptions and usage to it.
   * Exceptions that are no {@link AgentException} cannot be copied, and are shared.
   *
   * @param withUsage whether the exception contains the usage, which counts for one caller
   */
  static RuntimeException ofCaller(ExecutionException failure, boolean withUsage) {
    RuntimeException shared = of(failure);
    if (!(shared instanceof AgentException exception)) {
      return shared;
    }
    AgentException own = exception.forOtherCaller();
    return withUsage
        ? own.recordUsage(
            exception.usage(),
            exception.requestIds(),
            exception.charges(),
            exception.attempts(),
            exception.requests())
        : own;
  }

  /** Adds the usage of a result to a failure. */
  static void addUsage(AgentException failure, RunResult<?> result) {
    addUsage(failure, PreparationUsage.NONE.plus(result), result.attempts());
  }

  /** Adds the usage of a failed run to another failure. */
  static void addUsage(AgentException failure, AgentException ofRun) {
    addUsage(failure, PreparationUsage.NONE.plus(ofRun), ofRun.attempts());
  }

  private static void addUsage(AgentException failure, PreparationUsage added, int attempts) {
    PreparationUsage total = added.plus(failure);
    failure.recordUsage(
        total.usage(), total.requestIds(), total.charges(), attempts, total.requests());
  }
}
