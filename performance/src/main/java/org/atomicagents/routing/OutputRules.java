package org.atomicagents.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.atomicagents.RunResult;
import org.atomicagents.error.AgentException;
import org.atomicagents.internal.routing.StagePolicy;
import org.atomicagents.internal.routing.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The checks and the confidence bound of outputs, and the failures that are not final. Immutable.
 *
 * @param confidence null if there is no bound
 * @param returnsRejected whether an output that a check rejects may be returned
 */
record OutputRules<O>(
    List<Function<? super O, Optional<String>>> checks,
    @Nullable ToDoubleFunction<? super O> confidence,
    double minConfidence,
    Predicate<? super AgentException> failures,
    boolean returnsRejected)
    implements StagePolicy<O> {
  private static final int REJECTED = 0;
  private static final int BELOW_BOUND = 1;
  private static final int NOT_RETURNABLE = -1;

  OutputRules {
    checks = List.copyOf(checks);
  }

  /** Returns rules that accept each output. */
  static <O> OutputRules<O> none() {
    return new OutputRules<>(List.of(), null, 0, RecoverableFailures::contain, false);
  }

  OutputRules<O> withCheck(Function<? super O, Optional<String>> check) {
    var all = new ArrayList<Function<? super O, Optional<String>>>(checks);
    all.add(check);
    return new OutputRules<>(all, confidence, minConfidence, failures, returnsRejected);
  }

  OutputRules<O> withMinConfidence(ToDoubleFunction<? super O> component, double bound) {
    return new OutputRules<>(checks, component, bound, failures, returnsRejected);
  }

  OutputRules<O> withFailures(Predicate<? super AgentException> predicate) {
    return new OutputRules<>(checks, confidence, minConfidence, predicate, returnsRejected);
  }

  OutputRules<O> returningRejected() {
    return new OutputRules<>(checks, confidence, minConfidence, failures, true);
  }

  @Override
  public Verdict judge(RunResult<O> result) {
    var reasons = new ArrayList<String>();
    for (Function<? super O, Optional<String>> check : checks) {
      check.apply(result.output()).ifPresent(reasons::add);
    }
    boolean isRejected = !reasons.isEmpty();
    reasons.addAll(result.shortfalls());
    if (confidence != null) {
      double found = confidence.applyAsDouble(result.output());
      if (!(found >= minConfidence)) {
        reasons.add("confidence " + found + " is below " + minConfidence);
      }
    }
    if (reasons.isEmpty()) {
      return Verdict.accepted();
    }
    int rejected = returnsRejected ? REJECTED : NOT_RETURNABLE;
    return new Verdict(reasons, isRejected ? rejected : BELOW_BOUND);
  }

  @Override
  public boolean continuesAfter(AgentException failure) {
    return failures.test(failure);
  }

  @Override
  public String description() {
    return "checks=" + checks.size() + (confidence == null ? "" : ", bound=" + minConfidence);
  }
}
