package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/**
 * The result of validating one response.
 *
 * @param output the valid output; null if and only if there are violations
 * @param json the JSON of the response before repairs; after a re-ask of parts, the merged JSON
 * @param repairedJson the JSON that was decoded: {@code json} after all repairs
 * @param form where in the response the output was found
 * @param validateNanos how long validating the decoded value took, in nanoseconds
 */
public record ValidationResult<O>(
    @Nullable O output,
    List<Violation> violations,
    List<Repair> repairs,
    String json,
    String repairedJson,
    ResponseForm form,
    long validateNanos) {

  /** Returns the result of a response that was not decoded. */
  static <O> ValidationResult<O> invalid(
      List<Violation> violations, String json, ResponseForm form) {
    return new ValidationResult<>(null, violations, List.of(), json, json, form, 0);
  }

  /** Returns a copy with other repairs. */
  ValidationResult<O> withRepairs(List<Repair> newRepairs) {
    return new ValidationResult<>(
        output, violations, newRepairs, json, repairedJson, form, validateNanos);
  }

  /** Returns a copy with an additional repair. */
  ValidationResult<O> withRepair(Repair repair) {
    var all = new ArrayList<>(repairs);
    all.add(repair);
    return withRepairs(all);
  }

  /** Returns a copy with other violations, and without an output. */
  ValidationResult<O> withViolations(List<Violation> newViolations, ResponseForm newForm) {
    return new ValidationResult<>(
        null, newViolations, List.of(), json, json, newForm, validateNanos);
  }
}
