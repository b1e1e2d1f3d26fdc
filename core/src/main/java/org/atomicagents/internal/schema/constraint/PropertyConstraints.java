package org.atomicagents.internal.schema.constraint;

import jakarta.validation.Constraint;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import org.atomicagents.internal.schema.decode.ValueDescription;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;

/**
 * The Jakarta constraints at one place, with their checks, and when the place shows its value while
 * that is being written.
 *
 * @param checks one for each annotation that the validator isn't needed for
 * @param streamWhenDone whether it shows its value only once that is whole
 * @param streamNotNull whether the record around it shows nothing without it
 */
public record PropertyConstraints(
    List<Annotation> annotations,
    List<ConstraintCheck> checks,
    boolean streamWhenDone,
    boolean streamNotNull) {
  public static final PropertyConstraints NONE =
      new PropertyConstraints(List.of(), List.of(), false, false);

  /** The same, of a place that shows its value only once that is whole. */
  public PropertyConstraints withStreamWhenDone() {
    return new PropertyConstraints(annotations, checks, true, streamNotNull);
  }

  /** The constraints among annotations. */
  public static List<Annotation> constraintsIn(Collection<Annotation> annotations) {
    return annotations.stream().filter(PropertyConstraints::isConstraint).toList();
  }

  /** Whether only the validator knows what one of them means. */
  public boolean needsValidator() {
    return checks.size() < annotations.size();
  }

  public void check(@Nullable Object value, ViolationCollector findings) {
    for (int i = 0; i < checks.size(); i++) {
      ConstraintCheck check = checks.get(i);
      try {
        if (value == null ? rejectsNull(check.constraint()) : !check.predicate().test(value)) {
          findings.add(
              ConstraintMessages.expected(check.constraint(), value, check.message()),
              ValueDescription.describe(value));
        }
      } catch (BoundedPattern.UndecidedException e) {
        findings.add(String.valueOf(e.getMessage()), ValueDescription.describe(value));
      }
    }
  }

  /** The groups of a constraint; none also of a container of repeated ones. */
  public static List<Class<?>> groups(Annotation constraint) {
    try {
      return constraint.annotationType().isAnnotationPresent(Constraint.class)
          ? List.of((Class<?>[]) constraint.annotationType().getMethod("groups").invoke(constraint))
          : List.of();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean rejectsNull(Annotation constraint) {
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
