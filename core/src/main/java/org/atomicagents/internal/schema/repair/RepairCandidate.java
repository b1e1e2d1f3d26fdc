package org.atomicagents.internal.schema.repair;

import java.util.Comparator;
import java.util.List;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/** How one part of a text fits a type. */
final class RepairCandidate<T> {
  final JsonCandidate candidate;
  final String json;
  final @Nullable T value;
  final ValueRepairer repairer;
  final List<Violation> violations;

  RepairCandidate(
      JsonCandidate candidate,
      String json,
      @Nullable T value,
      ValueRepairer aligner,
      List<Violation> violations) {
    this.candidate = candidate;
    this.json = json;
    this.value = value;
    this.repairer = aligner;
    this.violations = violations;
  }

  /** The best first; of equals the first in the text. */
  static <T> Comparator<RepairCandidate<T>> bestFirst() {
    return Comparator.<RepairCandidate<T>, Boolean>comparing(fit -> !fit.repairer.hasKnownKey())
        .thenComparingInt(fit -> fit.violations.size())
        .thenComparingInt(fit -> fit.repairer.cost())
        .thenComparing(fit -> fit.candidate.location());
  }

  /** Whether another that fits as well may be the answer just as well as this. */
  boolean isAmbiguousWith(RepairCandidate<T> other) {
    return (repairer.hasKnownKey() && other.repairer.hasKnownKey())
        || isEmpty()
        || other.isEmpty()
        || repairer.cost() >= other.repairer.cost();
  }

  private boolean isEmpty() {
    return switch (candidate.value()) {
      case LenientValue.ObjectValue members -> members.properties().isEmpty();
      case LenientValue.ArrayValue items -> items.elements().isEmpty();
      case LenientValue.StringValue ignored -> false;
      case LenientValue.RawToken ignored -> false;
    };
  }
}
