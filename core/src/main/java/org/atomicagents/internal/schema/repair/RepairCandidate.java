package org.atomicagents.internal.schema.repair;

import java.util.Comparator;
import java.util.List;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/** The result of repairing one JSON candidate of a response to a type. */
final class RepairCandidate<T> {
  final JsonCandidate source;
  final CandidateEvidence evidence;
  final String json;
  final @Nullable T value;
  final ValueRepairer repairer;
  final List<Violation> violations;

  RepairCandidate(
      JsonCandidate source,
      CandidateEvidence evidence,
      String json,
      @Nullable T value,
      ValueRepairer repairer,
      List<Violation> violations) {
    this.source = source;
    this.evidence = evidence;
    this.json = json;
    this.value = value;
    this.repairer = repairer;
    this.violations = violations;
  }

  /**
   * Returns the order of preference, best first; of equal candidates the first in the text wins.
   */
  static <T> Comparator<RepairCandidate<T>> bestFirst() {
    return Comparator.<RepairCandidate<T>, CandidateEvidence>comparing(
            candidate -> candidate.evidence)
        .thenComparing(candidate -> !candidate.repairer.hasKnownKey())
        .thenComparingInt(candidate -> candidate.violations.size())
        .thenComparingInt(candidate -> candidate.repairer.cost())
        .thenComparing(candidate -> candidate.source.context());
  }

  /**
   * Returns whether another valid candidate is as likely to be the requested output as this one.
   */
  boolean isAmbiguousWith(RepairCandidate<T> other) {
    return (repairer.hasKnownKey() && other.repairer.hasKnownKey())
        || isEmpty()
        || other.isEmpty()
        || repairer.cost() >= other.repairer.cost();
  }

  private boolean isEmpty() {
    return switch (source.value()) {
      case LenientValue.ObjectValue object -> object.properties().isEmpty();
      case LenientValue.ArrayValue array -> array.elements().isEmpty();
      case LenientValue.StringValue ignored -> false;
      case LenientValue.RawToken ignored -> false;
    };
  }
}
