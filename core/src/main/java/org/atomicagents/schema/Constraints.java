package org.atomicagents.schema;

import jakarta.validation.Constraint;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.groups.Default;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Jakarta constraints at one place: as keywords of the schema, and as checks of a value. And
 * when the place shows its value while that is being written.
 *
 * @param checks one for each annotation that the validator isn't needed for
 * @param whenDone whether it shows its value only once that is whole
 * @param notNull whether the record around it shows nothing without it
 */
record Constraints(
    List<Annotation> annotations, List<Check> checks, boolean whenDone, boolean notNull) {
  static final Constraints NONE = new Constraints(List.of(), List.of(), false, false);

  /** The constraints among the annotations of a place of this type. */
  static Constraints of(Collection<Annotation> annotations, TypeNode type) {
    List<Annotation> found = among(annotations);
    boolean whenDone = annotations.stream().anyMatch(StreamWhenDone.class::isInstance);
    boolean notNull = annotations.stream().anyMatch(StreamNotNull.class::isInstance);
    if (found.isEmpty() && !whenDone && !notNull) {
      return NONE;
    }
    List<Check> checks =
        found.stream()
            .map(annotation -> Checks.of(annotation, type))
            .filter(Objects::nonNull)
            .toList();
    return new Constraints(found, checks, whenDone, notNull);
  }

  /** The same, of a place that shows its value only once that is whole. */
  Constraints shownWhenDone() {
    return new Constraints(annotations, checks, true, notNull);
  }

  /** The constraints among annotations. */
  static List<Annotation> among(Collection<Annotation> annotations) {
    return annotations.stream().filter(Constraints::isConstraint).toList();
  }

  /** Whether only the validator knows what one of them means. */
  boolean needValidator() {
    return checks.size() < annotations.size();
  }

  Keywords keywords(TypeNode type) {
    var keywords = new Keywords();
    for (Annotation annotation : annotations) {
      if (!isChecked(annotation)) {
        continue;
      }
      ConstraintWords.describe(annotation, type, keywords);
    }
    return keywords;
  }

  void check(@Nullable Object value, Findings findings) {
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      try {
        if (value == null ? refusesNull(check.constraint()) : !check.holds().test(value)) {
          findings.add(
              ConstraintWords.expected(check.constraint(), value, check.message()),
              Found.value(value));
        }
      } catch (BoundedPattern.UndecidedException e) {
        findings.add(String.valueOf(e.getMessage()), Found.value(value));
      }
    }
  }

  /** Whether it is in the default group: what isn't checked must not be said. */
  private static boolean isChecked(Annotation constraint) {
    List<Class<?>> groups = groups(constraint);
    return groups.isEmpty() || groups.contains(Default.class);
  }

  /** The groups of a constraint; none also of a container of repeated ones. */
  static List<Class<?>> groups(Annotation constraint) {
    try {
      return constraint.annotationType().isAnnotationPresent(Constraint.class)
          ? List.of((Class<?>[]) constraint.annotationType().getMethod("groups").invoke(constraint))
          : List.of();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean refusesNull(Annotation constraint) {
    return constraint instanceof NotNull
        || constraint instanceof NotEmpty
        || constraint instanceof NotBlank;
  }

  // A repeated constraint stands in its container: @Pattern.List holds an array of @Pattern.
  private static boolean isConstraint(Annotation annotation) {
    Class<?> type = annotation.annotationType();
    return type.isAnnotationPresent(Constraint.class)
        || (type.getEnclosingClass() != null
            && type.getEnclosingClass().isAnnotationPresent(Constraint.class));
  }
}
