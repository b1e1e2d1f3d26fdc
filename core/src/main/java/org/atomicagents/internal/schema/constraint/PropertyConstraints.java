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
 * The Jakarta constraints and streaming annotations of one use of a type.
 *
 * @param checks one check per annotation that does not require the validator
 * @param streamWhenDone whether snapshots exclude the value until it is complete
 * @param streamNotNull whether snapshots exclude the enclosing record until this value is present
 */
public record PropertyConstraints(
    List<Annotation> annotations,
    List<ConstraintCheck> checks,
    boolean streamWhenDone,
    boolean streamNotNull) {
  public static final PropertyConstraints NONE =
      new PropertyConstraints(List.of(), List.of(), false, false);

  /** Returns a copy with {@code streamWhenDone} set. */
  public PropertyConstraints withStreamWhenDone() {
    return new PropertyConstraints(annotations, checks, true, streamNotNull);
  }

  /** Returns the annotations that are constraints. */
  public static List<Annotation> constraintsIn(Collection<Annotation> annotations) {
    return annotations.stream().filter(PropertyConstraints::isConstraint).toList();
  }

  /** Returns whether at least one constraint requires the validator. */
  public boolean needsValidator() {
    return checks.size() < annotations.size();
  }

  /** Checks a value against the constraints that do not require the validator. */
  public void check(@Nullable Object value, ViolationCollector findings) {
    for (int i = 0; i < checks.size(); i++) {
      ConstraintCheck check = checks.get(i);
      try {
        if (value == null
            ? rejectsNull(check.constraint())
            : !check.predicate().test(value, findings.budget())) {
          findings.add(
              ConstraintMessages.expected(check.constraint(), value, check.message()),
              ValueDescription.describe(value));
        }
      } catch (BoundedPattern.UndecidedException e) {
        findings.add(String.valueOf(e.getMessage()), ValueDescription.describe(value));
      }
    }
  }

  /** Returns the groups of a constraint; empty for the container of a repeated constraint. */
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

  // Repeated constraints are wrapped in a container: @Pattern.List holds an array of @Pattern.
  private static boolean isConstraint(Annotation annotation) {
    Class<?> type = annotation.annotationType();
    return type.isAnnotationPresent(Constraint.class)
        || (type.getEnclosingClass() != null
            && type.getEnclosingClass().isAnnotationPresent(Constraint.class));
  }
}
