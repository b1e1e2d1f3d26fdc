package org.atomicagents.schema;

import jakarta.validation.Constraint;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Jakarta constraints at one place, with their checks, and when the place shows its value while
 * that is being written.
 *
 * @param checks one for each annotation that the validator isn't needed for
 * @param whenDone whether it shows its value only once that is whole
 * @param notNull whether the record around it shows nothing without it
 */
record Constraints(
    List<Annotation> annotations, List<Check> checks, boolean whenDone, boolean notNull) {
  static final Constraints NONE = new Constraints(List.of(), List.of(), false, false);

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

  void check(@Nullable Object value, Findings findings) {
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      try {
        if (value == null ? refusesNull(check.constraint()) : !check.holds().test(value)) {
          findings.add(
              ConstraintMessages.expected(check.constraint(), value, check.message()),
              Found.value(value));
        }
      } catch (BoundedPattern.UndecidedException e) {
        findings.add(String.valueOf(e.getMessage()), Found.value(value));
      }
    }
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
