package org.atomicagents.schema;

import java.util.Comparator;
import java.util.List;
import org.atomicagents.internal.json.Candidate;
import org.atomicagents.internal.json.LooseValue;
import org.atomicagents.model.Violation;
import org.jspecify.annotations.Nullable;

/** How one part of a text fits a type. */
final class Fit<T> {
  final Candidate candidate;
  final String json;
  final @Nullable T value;
  final Aligner aligner;
  final List<Violation> violations;

  Fit(
      Candidate candidate,
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
        .thenComparing(fit -> fit.candidate.place());
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
      case LooseValue.Members members -> members.all().isEmpty();
      case LooseValue.Items items -> items.all().isEmpty();
      case LooseValue.Text ignored -> false;
      case LooseValue.Word ignored -> false;
    };
  }
}
