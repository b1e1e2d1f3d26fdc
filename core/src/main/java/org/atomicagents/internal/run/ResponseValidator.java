package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.EmptyResponseException;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Strictness;
import org.atomicagents.time.TimeSource;

/**
 * Decodes and validates the responses of a run.
 *
 * <p>Has no state and no effects: apart from its times, a result depends on the response only.
 *
 * @param checkpoint runs repeatedly during long repairs; throws an exception if the run must end
 */
public record ResponseValidator<O>(RunPlan<O> plan, Runnable checkpoint) {

  /**
   * Validates a response that contains the complete output.
   *
   * @return the output, or the violations of the response
   * @throws ModelRefusalException if the model declined to answer
   * @throws TruncatedException if the response was cut off
   * @throws EmptyResponseException if the response is empty
   */
  public ValidationResult<O> validate(ResponseAccumulator response) {
    String json = response.json(function());
    requireAnswer(response);
    return response.finishReason() == FinishReason.LENGTH
        ? validateCut(response, json)
        : withoutArtifacts(response, validate(response, json, response.finishReason()));
  }

  private ValidationResult<O> validate(
      ResponseAccumulator response, String json, FinishReason reason) {
    long calls = response.hasCalls() ? response.countCalls(function()) : 0;
    if (calls > 1 || (response.hasCalls() && calls == 0 && json.isBlank())) {
      return wrongCalls(response, json);
    }
    return calls == 1 || response.mode() != ResponseMode.TOOL_CALL
        ? decode(json, reason)
        : decodeText(response, json, reason);
  }

  private ValidationResult<O> withoutArtifacts(
      ResponseAccumulator response, ValidationResult<O> result) {
    return new PromptArtifacts(
            plan.format(), plan.output().schema().jsonSchema(), plan.request().messages())
        .reject(response.mode(), result);
  }

  /** Validates a response that was cut off: its JSON may be complete. */
  private ValidationResult<O> validateCut(ResponseAccumulator response, String json) {
    boolean isStrict = plan.output().strictness() == Strictness.STRICT;
    String complete = isStrict ? null : CutResponse.completeJson(json);
    if (complete != null) {
      ValidationResult<O> result =
          withoutArtifacts(response, validate(response, complete, FinishReason.STOP));
      return complete.length() == json.stripTrailing().length()
          ? result
          : result.withRepair(
              new Repair("$", Repair.Kind.PROSE, Excerpt.ofJson(json), Excerpt.ofJson(complete)));
    }
    Violation unusable = UnusableText.find(plan.format(), json);
    if (unusable != null) {
      return ValidationResult.invalid(List.of(unusable), json, ResponseForm.UNUSABLE);
    }
    throw TruncatedException.of(plan.config().agent(), response.usage(), json);
  }

  /**
   * Validates a response that contains the invalid parts of an earlier response.
   *
   * @return the result for the complete output after the parts were merged into it
   * @throws ModelRefusalException if the model declined to answer
   * @throws TruncatedException if the response was cut off
   * @throws EmptyResponseException if the response is empty
   */
  ValidationResult<O> validate(ResponseAccumulator response, InvalidPartsRequest<O> parts) {
    String name = parts.name();
    String json = response.json(name);
    requireAnswer(response);
    if (response.finishReason() == FinishReason.LENGTH) {
      throw TruncatedException.of(plan.config().agent(), response.usage(), json);
    }
    long calls = response.hasCalls() ? response.countCalls(name) : 0;
    boolean isText = calls == 0 && response.mode() == ResponseMode.TOOL_CALL;
    if (calls > 1 || (isText && plan.output().strictness() == Strictness.STRICT)) {
      var violation = new Violation("$", oneCall(name), calls + " of them");
      return ValidationResult.invalid(List.of(violation), json, ResponseForm.PARTS);
    }
    ReadResult<?> decoded =
        CompiledSchema.of(parts.schema())
            .decode(
                json,
                plan.output().strictness(),
                response.finishReason(),
                new ReadingBudget(checkpoint));
    if (!decoded.isValid()) {
      return ValidationResult.invalid(parts.violations(decoded), json, ResponseForm.PARTS);
    }
    ValidationResult<O> merged = decode(parts.merge(decoded), FinishReason.STOP);
    var repairs = new ArrayList<>(parts.result().repairs());
    repairs.addAll(decoded.repairs());
    repairs.addAll(merged.repairs());
    return merged.withRepairs(repairs);
  }

  /** Returns the name of the function that returns the complete output. */
  private String function() {
    return plan.format().name();
  }

  private void requireAnswer(ResponseAccumulator response) {
    String agent = plan.config().agent();
    if (response.refusal() != null) {
      throw ModelRefusalException.of(agent, response.refusal());
    }
    if (response.finishReason() == FinishReason.CONTENT_FILTER) {
      throw ModelRefusalException.of(agent, "the provider's content filter intervened");
    }
    if (response.isEmpty() && response.finishReason() != FinishReason.LENGTH) {
      throw EmptyResponseException.of(agent, response.rawFinishReason());
    }
  }

  /** Decodes text where a function call was requested: accepted if there is no other violation. */
  private ValidationResult<O> decodeText(
      ResponseAccumulator response, String text, FinishReason reason) {
    String excerpt = Excerpt.ofJson(text);
    ValidationResult<O> noCall =
        response.hasCalls()
            ? wrongCalls(response, text)
            : noCall(response, text, "the text " + JsonIo.quote(excerpt));
    if (plan.output().strictness() == Strictness.STRICT) {
      return noCall;
    }
    ValidationResult<O> decoded = decode(text, reason);
    if (decoded.output() != null) {
      var repairs = new ArrayList<>(decoded.repairs());
      String repaired = Excerpt.ofJson(decoded.repairedJson());
      repairs.add(new Repair("$", Repair.Kind.CALL, excerpt, repaired));
      return decoded.withRepairs(repairs);
    }
    var violations = new ArrayList<>(noCall.violations());
    decoded.violations().stream()
        .filter(found -> !found.path().equals("$"))
        .forEach(violations::add);
    return decoded.withViolations(violations, noCall.form());
  }

  private ValidationResult<O> decode(String json, FinishReason reason) {
    OutputSpec<O> output = plan.output();
    TimeSource time = plan.config().time();
    var budget = new ReadingBudget(checkpoint);
    ReadResult<O> decoded = output.decode(json, reason, budget);
    long validateNanos = 0;
    O value = decoded.value();
    List<Violation> violations = decoded.violations();
    if (value != null) {
      long end = time.nanoTime();
      violations = output.validate(decoded, value, budget);
      validateNanos = time.nanoTime() - end;
    }
    return new ValidationResult<>(
        violations.isEmpty() ? value : null,
        violations,
        decoded.repairs(),
        json,
        decoded.json(),
        ResponseForm.AS_REQUESTED,
        validateNanos);
  }

  private ValidationResult<O> wrongCalls(ResponseAccumulator response, String json) {
    List<String> names = response.toolCalls().stream().map(c -> "'" + c.name() + "'").toList();
    String calls = names.size() == 1 ? "a call of " : "calls of ";
    return noCall(response, json, calls + String.join(", ", names));
  }

  private ValidationResult<O> noCall(ResponseAccumulator response, String json, String found) {
    boolean isCall = response.mode() == ResponseMode.TOOL_CALL;
    var violation =
        new Violation("$", isCall ? oneCall(function()) : "the response as JSON text", found);
    ResponseForm form = isCall ? ResponseForm.NO_CALL : ResponseForm.AS_REQUESTED;
    return ValidationResult.invalid(List.of(violation), json, form);
  }

  private static String oneCall(String name) {
    return "one call of the function '" + name + "'";
  }
}
