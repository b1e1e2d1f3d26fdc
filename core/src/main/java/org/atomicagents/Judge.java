package org.atomicagents;

import java.util.List;
import java.util.Objects;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.EmptyReplyException;
import org.atomicagents.model.FinishReason;
import org.atomicagents.model.Phase;
import org.atomicagents.model.RefusedException;
import org.atomicagents.model.Repair;
import org.atomicagents.model.Timings;
import org.atomicagents.model.TruncatedException;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/** Says whether an answer is a valid output. */
final class Judge<O> {
  private final RunPlan<O> plan;
  private final CallContext call;
  private final String formatName;

  Judge(RunPlan<O> plan, CallContext call) {
    this.plan = plan;
    this.call = call;
    this.formatName = plan.format().name();
  }

  /**
   * What became of an answer.
   *
   * @param output the output; null if and only if there are violations
   * @param json the JSON that was read
   */
  record Verdict<O>(
      @Nullable O output, List<Violation> violations, List<Repair> repairs, String json) {}

  /**
   * Judges a whole answer.
   *
   * @throws RefusedException if the model declined
   * @throws TruncatedException if the answer was cut
   * @throws EmptyReplyException if there is none
   */
  Verdict<O> judge(Answer answer, int attempt) {
    String json = answer.json(formatName);
    if (call.listeners().isActive()) {
      call.listeners()
          .emit(
              new AgentEvent.AnswerReceived(
                  call.agent(),
                  attempt,
                  answer.model(),
                  json,
                  answer.finishReason(),
                  answer.usage()));
    }
    requireWhole(answer, json);
    Verdict<O> verdict = read(answer, json);
    if (verdict.output() == null && call.listeners().isActive()) {
      call.listeners()
          .emit(new AgentEvent.OutputRejected(call.agent(), attempt, verdict.violations(), json));
    }
    return verdict;
  }

  private void requireWhole(Answer answer, String json) {
    if (answer.refusal() != null) {
      throw RefusedException.of(call.agent(), answer.refusal());
    }
    if (answer.finishReason() == FinishReason.CONTENT_FILTER) {
      throw RefusedException.of(call.agent(), "the provider's content filter cut in");
    }
    if (answer.finishReason() == FinishReason.LENGTH) {
      throw TruncatedException.of(call.agent(), answer.usage(), json);
    }
    if (answer.isEmpty()) {
      throw EmptyReplyException.of(call.agent(), answer.finishSaid());
    }
  }

  private Verdict<O> read(Answer answer, String json) {
    long start = call.timings().now();
    if (answer.hasCalls() && (json.isBlank() || answer.calls(formatName) > 1)) {
      return wrongCalls(answer, json);
    }
    ReadResult<O> read = plan.output().decode(json, Strictness.LENIENT, answer.finishReason());
    long decoded = call.timings().addSince(Phase.READ, start);
    O value = read.value();
    if (value == null) {
      return new Verdict<>(null, read.violations(), read.repairs(), json);
    }
    List<Violation> violations = plan.output().validate(value);
    call.timings().addSince(Phase.VALIDATE, decoded);
    return new Verdict<>(violations.isEmpty() ? value : null, violations, read.repairs(), json);
  }

  private Verdict<O> wrongCalls(Answer answer, String json) {
    List<String> called = answer.toolCalls().stream().map(c -> "'" + c.name() + "'").toList();
    var violation =
        new Violation(
            "$",
            "one call of the function '" + formatName + "'",
            (called.size() == 1 ? "a call of " : "calls of ") + String.join(", ", called));
    return new Verdict<>(null, List.of(violation), List.of(), json);
  }

  Reply<O> reply(Verdict<O> verdict, Answer answer, int attempts) {
    Timings timings = call.timings().snapshot();
    if (call.listeners().isActive()) {
      call.listeners()
          .emit(
              new AgentEvent.RunCompleted(
                  call.agent(), attempts, call.requests(), call.usage(), timings));
    }
    return new Reply<>(
        Objects.requireNonNull(verdict.output()),
        verdict.json(),
        answer.model(),
        answer.finishReason(),
        attempts,
        call.requests(),
        call.usage(),
        timings,
        call.requestIds(),
        verdict.repairs(),
        CacheState.NONE);
  }
}
