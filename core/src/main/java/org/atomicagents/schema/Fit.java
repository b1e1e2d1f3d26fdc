package org.atomicagents.schema;

import java.util.Comparator;
import java.util.List;
import org.atomicagents.internal.json.Candidate;
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

  /** Whether this fits better, of two that fit. */
  boolean beats(Fit<T> other) {
    return aligner.cost() < other.aligner.cost();
  }
}
