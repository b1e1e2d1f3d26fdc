package org.atomicagents;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.atomicagents.internal.json.JsonText;
import org.atomicagents.model.AgentEvent;
import org.atomicagents.model.CallContext;
import org.atomicagents.model.EmptyReplyException;
import org.atomicagents.model.FinishReason;
import org.atomicagents.model.Phase;
import org.atomicagents.model.RefusedException;
import org.atomicagents.model.Repair;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Timings;
import org.atomicagents.model.TruncatedException;
import org.atomicagents.model.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/** Says whether an answer is a valid output. */
final class ResponseValidator<O> {
  private final RunPlan<O> plan;
  private final CallContext call;
  private final String formatName;

  ResponseValidator(RunPlan<O> plan, CallContext call) {
    this.plan = plan;
    this.call = call;
    this.formatName = plan.format().name();
  }

  /**
   * Judges a whole answer.
   *
   * @param parts the parts that were asked for; null if it was the whole
   * @throws RefusedException if the model declined
   * @throws TruncatedException if the answer was cut
   * @throws EmptyReplyException if there is none
   */
  ValidationResult<O> judge(ResponseAccumulator answer, int attempt, @Nullable InvalidParts<O> parts) {
    String name = parts == null ? formatName : parts.format(plan.format()).name();
    String json = answer.json(name);
    boolean told = call.listeners().isActive();
    if (told) {
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
    ValidationResult<O> verdict = parts == null ? whole(answer, json) : parts(parts, answer, name, json);
    if (told && !verdict.repairs().isEmpty()) {
      call.listeners()
          .emit(new AgentEvent.OutputRepaired(call.agent(), attempt, verdict.repairs(), json));
    }
    if (told && verdict.output() == null) {
      call.listeners()
          .emit(new AgentEvent.OutputRejected(call.agent(), attempt, verdict.violations(), json));
    }
    return verdict;
  }

  /**
   * Judges an answer that was given up before its end.
   *
   * @param json as much of it as was read, closed
   */
  ValidationResult<O> givenUp(int attempt, List<Violation> violations, String json) {
    if (call.listeners().isActive()) {
      call.listeners().emit(new AgentEvent.OutputRejected(call.agent(), attempt, violations, json));
    }
    return ValidationResult.invalid(violations, json, ValidationResult.Form.AS_ASKED);
  }

  private void requireWhole(ResponseAccumulator answer, String json) {
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

  private ValidationResult<O> whole(ResponseAccumulator answer, String json) {
    long called = answer.hasCalls() ? answer.calls(formatName) : 0;
    if (called > 1 || (answer.hasCalls() && called == 0 && json.isBlank())) {
      return wrongCalls(answer, json);
    }
    return called == 1 || answer.mode() != ResponseMode.TOOL_CALL
        ? read(json, json, answer.finishReason())
        : inText(answer, json);
  }

  /** An answer in the text, where a function had to be called: taken if nothing else is wrong. */
  private ValidationResult<O> inText(ResponseAccumulator answer, String text) {
    String shown = Excerpt.json(text);
    ValidationResult<O> missed =
        answer.hasCalls()
            ? wrongCalls(answer, text)
            : noCall(answer, text, "the text " + JsonText.quoted(shown));
    if (plan.output().strictness() == Strictness.STRICT) {
      return missed;
    }
    ValidationResult<O> read = read(text, text, answer.finishReason());
    if (read.output() != null) {
      var repairs = new ArrayList<>(read.repairs());
      repairs.add(new Repair("$", Repair.Kind.CALL, shown, Excerpt.json(read.read())));
      return read.withRepairs(repairs);
    }
    var violations = new ArrayList<>(missed.violations());
    read.violations().stream().filter(each -> !each.path().equals("$")).forEach(violations::add);
    return ValidationResult.invalid(violations, text, missed.form());
  }

  /** The whole answer with the parts that came, if they are of their types. */
  private ValidationResult<O> parts(InvalidParts<O> parts, ResponseAccumulator answer, String name, String json) {
    long called = answer.hasCalls() ? answer.calls(name) : 0;
    boolean inText = called == 0 && answer.mode() == ResponseMode.TOOL_CALL;
    if (called > 1 || (inText && plan.output().strictness() == Strictness.STRICT)) {
      var violation =
          new Violation("$", "one call of the function '" + name + "'", called + " of them");
      return ValidationResult.invalid(List.of(violation), json, ValidationResult.Form.PARTS);
    }
    ReadResult<?> read =
        parts.schema().decode(json, plan.output().strictness(), answer.finishReason());
    if (!read.isValid()) {
      return ValidationResult.invalid(parts.violations(read), json, ValidationResult.Form.PARTS);
    }
    String whole = parts.with(read);
    ValidationResult<O> verdict = read(whole, whole, FinishReason.STOP);
    var repairs = new ArrayList<>(parts.verdict().repairs());
    repairs.addAll(read.repairs());
    repairs.addAll(verdict.repairs());
    return verdict.withRepairs(repairs);
  }

  private ValidationResult<O> read(String json, String said, FinishReason reason) {
    long start = call.timings().now();
    ReadResult<O> read = plan.output().decode(json, reason);
    long decoded = call.timings().addSince(Phase.READ, start);
    O value = read.value();
    List<Violation> violations = read.violations();
    if (value != null) {
      violations = plan.output().validate(read, value);
      call.timings().addSince(Phase.VALIDATE, decoded);
    }
    return new ValidationResult<>(
        violations.isEmpty() ? value : null,
        violations,
        read.repairs(),
        said,
        read.json(),
        ValidationResult.Form.AS_ASKED);
  }

  private ValidationResult<O> wrongCalls(ResponseAccumulator answer, String json) {
    List<String> called = answer.toolCalls().stream().map(c -> "'" + c.name() + "'").toList();
    String calls = called.size() == 1 ? "a call of " : "calls of ";
    return noCall(answer, json, calls + String.join(", ", called));
  }

  private ValidationResult<O> noCall(ResponseAccumulator answer, String said, String found) {
    boolean byCall = answer.mode() == ResponseMode.TOOL_CALL;
    var violation =
        new Violation(
            "$",
            byCall ? "one call of the function '" + formatName + "'" : "the answer as JSON text",
            found);
    return ValidationResult.invalid(
        List.of(violation), said, byCall ? ValidationResult.Form.NO_CALL : ValidationResult.Form.AS_ASKED);
  }

  Reply<O> reply(ValidationResult<O> verdict, ResponseAccumulator answer, int attempts) {
    Timings timings = call.timings().snapshot();
    if (call.listeners().isActive()) {
      call.listeners()
          .emit(
              new AgentEvent.RunCompleted(
                  call.agent(), attempts, call.requests(), call.usage(), timings));
    }
    return new Reply<>(
        Objects.requireNonNull(verdict.output()),
        verdict.said(),
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
