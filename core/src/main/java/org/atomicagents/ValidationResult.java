package org.atomicagents;

import java.util.List;
import org.atomicagents.model.Repair;
import org.atomicagents.model.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What became of an answer.
 *
 * @param output the output; null if and only if there are violations
 * @param said the JSON that the model wrote
 * @param read the JSON that was read: what was said, as far as it was mended
 * @param form whether the answer came where it had to
 */
record ValidationResult<O>(
    @Nullable O output,
    List<Violation> violations,
    List<Repair> repairs,
    String said,
    String read,
    Form form) {

  /** Where an answer stands. */
  enum Form {
    /** Where it was asked for. */
    AS_ASKED,
    /** Elsewhere than in the one call of a function that was asked for. */
    NO_CALL,
    /** In an answer that held only some parts of the output, which didn't get into it. */
    PARTS
  }

  static <O> ValidationResult<O> invalid(List<Violation> violations, String said, Form form) {
    return new ValidationResult<>(null, violations, List.of(), said, said, form);
  }

  ValidationResult<O> withRepairs(List<Repair> newRepairs) {
    return new ValidationResult<>(output, violations, newRepairs, said, read, form);
  }
}
