package org.atomicagents.schema;

import java.util.Comparator;
import java.util.List;
import org.atomicagents.internal.json.lenient.JsonCandidate;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.message.Violation;
import org.jspecify.annotations.Nullable;

/** How one part of a text fits a type. */
final class Fit<T> {
  final JsonCandidate candidate;
  final String json;
  final @Nullable T value;
  final Aligner aligner;
  final List<Violation> violations;

  Fit(
      JsonCandidate candidate,
      String json,
      @Nullable T value,
      Aligner aligner,
      List<Violation> violations) {
    this.candidate = candidate;
    this.json = json;
    this.value = value;
    this.aligner = aligner;
    this.violations = violations;
  }

  /** The best first; of equals the first in the text. */
  static <T> Comparator<Fit<T>> order() {
    return Comparator.<Fit<T>, Boolean>comparing(fit -> !fit.aligner.isKnown())
        .thenComparingInt(fit -> fit.violations.size())
        .thenComparingInt(fit -> fit.aligner.cost())
        .thenComparing(fit -> fit.candidate.location());
  }

  /** Whether another that fits as well may be the answer just as well as this. */
  boolean isRivalledBy(Fit<T> other) {
    return (aligner.isKnown() && other.aligner.isKnown())
        || isEmpty()
        || other.isEmpty()
        || aligner.cost() >= other.aligner.cost();
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
