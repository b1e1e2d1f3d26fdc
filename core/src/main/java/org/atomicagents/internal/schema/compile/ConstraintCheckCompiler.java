package org.atomicagents.internal.schema.compile;

import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Negative;
import jakarta.validation.constraints.NegativeOrZero;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.atomicagents.internal.json.ReadingBudget;
import org.atomicagents.internal.schema.constraint.BoundedPattern;
import org.atomicagents.internal.schema.constraint.ConstraintCheck;
import org.atomicagents.internal.schema.constraint.ConstraintMessages;
import org.atomicagents.internal.schema.constraint.CustomConstraintMessage;
import org.atomicagents.internal.schema.constraint.NumberComparison;
import org.atomicagents.internal.schema.constraint.PropertyConstraints;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.schema.StreamNotNull;
import org.atomicagents.schema.StreamWhenDone;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the standard constraints to checks with the semantics of Jakarta Validation 3.1.
 *
 * <p>A call of the bean validator for each record allocates more than the rest of a typed call.
 * These checks allocate nothing for valid values (see the benchmark {@code typed-call}).
 */
final class ConstraintCheckCompiler {
  private ConstraintCheckCompiler() {}

  /** Returns the constraints among the annotations of a use of the given type. */
  static PropertyConstraints constraints(Collection<Annotation> annotations, TypeNode type) {
    List<Annotation> found = PropertyConstraints.constraintsIn(annotations);
    boolean whenDone = annotations.stream().anyMatch(StreamWhenDone.class::isInstance);
    boolean notNull = annotations.stream().anyMatch(StreamNotNull.class::isInstance);
    if (found.isEmpty() && !whenDone && !notNull) {
      return PropertyConstraints.NONE;
    }
    List<ConstraintCheck> checks =
        found.stream().map(constraint -> of(constraint, type)).filter(Objects::nonNull).toList();
    return new PropertyConstraints(found, checks, whenDone, notNull);
  }

  /** Returns the check of a constraint on this type; null if it requires the bean validator. */
  static @Nullable ConstraintCheck of(Annotation constraint, TypeNode type) {
    Predicate<Object> predicate =
        switch (type) {
          case ScalarNode scalar when scalar.acceptsAnyText() -> forString(constraint);
          case ScalarNode scalar when scalar.jsonType().equals("string") ->
              forFormattedString(constraint);
          case ScalarNode scalar when scalar.jsonType().equals("boolean") -> forBoolean(constraint);
          case ScalarNode ignored -> forNumber(constraint);
          case ListNode ignored -> forContainer(constraint);
          case MapNode ignored -> forContainer(constraint);
          default -> constraint instanceof NotNull ? value -> true : null;
        };
    if (predicate == null && ConstraintMessages.isBuiltIn(constraint)) {
      throw new IllegalArgumentException(
          "@%s does not apply to the type. Put it on the type argument, as in Optional<@%1$s ...> or List<@%1$s ...>."
              .formatted(constraint.annotationType().getSimpleName()));
    }
    // Constraint groups are evaluated by the bean validator only.
    return predicate == null || !PropertyConstraints.groups(constraint).isEmpty()
        ? null
        : new ConstraintCheck(
            constraint,
            constraint instanceof Pattern pattern ? forPattern(pattern) : withoutBudget(predicate),
            CustomConstraintMessage.of(constraint));
  }

  private static BiPredicate<Object, ReadingBudget> withoutBudget(Predicate<Object> predicate) {
    return (value, budget) -> predicate.test(value);
  }

  private static @Nullable Predicate<Object> forString(Annotation constraint) {
    return switch (constraint) {
      case NotNull ignored -> value -> true;
      case NotEmpty ignored -> value -> !((String) value).isEmpty();
      case NotBlank ignored -> value -> !((String) value).isBlank();
      case Size size -> value -> isWithin(size, ((String) value).length());
      // Replaced by a test with a budget.
      case Pattern ignored -> value -> true;
      default -> null;
    };
  }

  // Constraints such as @Past require the bean validator; a date has no length.
  private static @Nullable Predicate<Object> forFormattedString(Annotation constraint) {
    return constraint instanceof NotNull ? value -> true : null;
  }

  private static BiPredicate<Object, ReadingBudget> forPattern(Pattern pattern) {
    int flags = 0;
    for (Pattern.Flag flag : pattern.flags()) {
      flags |= flag.getValue();
    }
    var regex = new BoundedPattern(java.util.regex.Pattern.compile(pattern.regexp(), flags));
    return (value, budget) -> regex.matches((String) value, budget);
  }

  private static @Nullable Predicate<Object> forBoolean(Annotation constraint) {
    return switch (constraint) {
      case NotNull ignored -> value -> true;
      case AssertTrue ignored -> value -> (Boolean) value;
      case AssertFalse ignored -> value -> !(Boolean) value;
      default -> null;
    };
  }

  private static @Nullable Predicate<Object> forContainer(Annotation constraint) {
    return switch (constraint) {
      case NotNull ignored -> value -> true;
      case NotEmpty ignored -> value -> sizeOf(value) > 0;
      case Size size -> value -> isWithin(size, sizeOf(value));
      default -> null;
    };
  }

  private static int sizeOf(Object value) {
    return switch (value) {
      case Collection<?> items -> items.size();
      case Map<?, ?> entries -> entries.size();
      default -> Array.getLength(value);
    };
  }

  private static @Nullable Predicate<Object> forNumber(Annotation constraint) {
    return switch (constraint) {
      case NotNull ignored -> value -> true;
      case Min min -> comparing(BigDecimal.valueOf(min.value()), sign -> sign >= 0);
      case Max max -> comparing(BigDecimal.valueOf(max.value()), sign -> sign <= 0);
      case DecimalMin min ->
          comparing(
              new BigDecimal(min.value()), min.inclusive() ? sign -> sign >= 0 : sign -> sign > 0);
      case DecimalMax max ->
          comparing(
              new BigDecimal(max.value()), max.inclusive() ? sign -> sign <= 0 : sign -> sign < 0);
      case Positive ignored -> comparing(BigDecimal.ZERO, sign -> sign > 0);
      case PositiveOrZero ignored -> comparing(BigDecimal.ZERO, sign -> sign >= 0);
      case Negative ignored -> comparing(BigDecimal.ZERO, sign -> sign < 0);
      case NegativeOrZero ignored -> comparing(BigDecimal.ZERO, sign -> sign <= 0);
      default -> null;
    };
  }

  private static Predicate<Object> comparing(BigDecimal bound, IntPredicate allowed) {
    var comparison = new NumberComparison(bound);
    return value -> allowed.test(comparison.compare((Number) value));
  }

  private static boolean isWithin(Size size, int actual) {
    return actual >= size.min() && actual <= size.max();
  }
}
