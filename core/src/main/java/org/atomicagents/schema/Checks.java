package org.atomicagents.schema;

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
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes checks of the usual constraints, with the meaning that Jakarta Validation 3.1 gives them.
 *
 * <p>Entering the validator for each record allocates more than all the rest of a typed call; these
 * allocate nothing where they hold (see the benchmark {@code typed-call}).
 */
final class Checks {
  private Checks() {}

  /** Returns the constraints among the annotations of a place of the given type. */
  static Constraints constraints(Collection<Annotation> annotations, TypeNode type) {
    List<Annotation> found = Constraints.among(annotations);
    boolean whenDone = annotations.stream().anyMatch(StreamWhenDone.class::isInstance);
    boolean notNull = annotations.stream().anyMatch(StreamNotNull.class::isInstance);
    if (found.isEmpty() && !whenDone && !notNull) {
      return Constraints.NONE;
    }
    List<Check> checks =
        found.stream().map(each -> of(each, type)).filter(Objects::nonNull).toList();
    return new Constraints(found, checks, whenDone, notNull);
  }

  /** The check of a constraint on a place of this type; null if only the validator knows it. */
  static @Nullable Check of(Annotation constraint, TypeNode type) {
    Predicate<Object> holds =
        switch (type) {
          case ScalarNode scalar when scalar.holdsText() -> ofText(constraint);
          case ScalarNode scalar when scalar.jsonType().equals("string") -> ofForm(constraint);
          case ScalarNode scalar when scalar.jsonType().equals("boolean") -> ofBoolean(constraint);
          case ScalarNode ignored -> ofNumber(constraint);
          case ListNode ignored -> ofMany(constraint);
          case MapNode ignored -> ofMany(constraint);
          default -> constraint instanceof NotNull ? value -> true : null;
        };
    if (holds == null && ConstraintMessages.isUsual(constraint)) {
      throw new IllegalArgumentException(
          "@%s does not fit the type. Put it where its value is, as in Optional<@%1$s ...> or List<@%1$s ...>."
              .formatted(constraint.annotationType().getSimpleName()));
    }
    // Which groups are checked is the validator's to say.
    return holds == null || !Constraints.groups(constraint).isEmpty()
        ? null
        : new Check(constraint, holds, CustomMessage.of(constraint));
  }

  private static @Nullable Predicate<Object> ofText(Annotation constraint) {
    return switch (constraint) {
      case NotNull ignored -> value -> true;
      case NotEmpty ignored -> value -> !((String) value).isEmpty();
      case NotBlank ignored -> value -> !((String) value).isBlank();
      case Size size -> value -> within(size, ((String) value).length());
      case Pattern pattern -> ofPattern(pattern);
      default -> null;
    };
  }

  // A date can be checked to be past, which is the validator's to say, but has no length.
  private static @Nullable Predicate<Object> ofForm(Annotation constraint) {
    return constraint instanceof NotNull ? value -> true : null;
  }

  private static Predicate<Object> ofPattern(Pattern pattern) {
    int flags = 0;
    for (Pattern.Flag flag : pattern.flags()) {
      flags |= flag.getValue();
    }
    var regex = new BoundedPattern(java.util.regex.Pattern.compile(pattern.regexp(), flags));
    return value -> regex.matches((String) value);
  }

  private static @Nullable Predicate<Object> ofBoolean(Annotation constraint) {
    return switch (constraint) {
      case NotNull ignored -> value -> true;
      case AssertTrue ignored -> value -> (Boolean) value;
      case AssertFalse ignored -> value -> !(Boolean) value;
      default -> null;
    };
  }

  private static @Nullable Predicate<Object> ofMany(Annotation constraint) {
    return switch (constraint) {
      case NotNull ignored -> value -> true;
      case NotEmpty ignored -> value -> countOf(value) > 0;
      case Size size -> value -> within(size, countOf(value));
      default -> null;
    };
  }

  private static int countOf(Object value) {
    return switch (value) {
      case Collection<?> items -> items.size();
      case Map<?, ?> entries -> entries.size();
      default -> Array.getLength(value);
    };
  }

  private static @Nullable Predicate<Object> ofNumber(Annotation constraint) {
    return switch (constraint) {
      case NotNull ignored -> value -> true;
      case Min min -> compared(BigDecimal.valueOf(min.value()), sign -> sign >= 0);
      case Max max -> compared(BigDecimal.valueOf(max.value()), sign -> sign <= 0);
      case DecimalMin min ->
          compared(
              new BigDecimal(min.value()), min.inclusive() ? sign -> sign >= 0 : sign -> sign > 0);
      case DecimalMax max ->
          compared(
              new BigDecimal(max.value()), max.inclusive() ? sign -> sign <= 0 : sign -> sign < 0);
      case Positive ignored -> compared(BigDecimal.ZERO, sign -> sign > 0);
      case PositiveOrZero ignored -> compared(BigDecimal.ZERO, sign -> sign >= 0);
      case Negative ignored -> compared(BigDecimal.ZERO, sign -> sign < 0);
      case NegativeOrZero ignored -> compared(BigDecimal.ZERO, sign -> sign <= 0);
      default -> null;
    };
  }

  private static Predicate<Object> compared(BigDecimal bound, IntPredicate allowed) {
    var comparison = new NumberComparison(bound);
    return value -> allowed.test(comparison.of((Number) value));
  }

  private static boolean within(Size size, int actual) {
    return actual >= size.min() && actual <= size.max();
  }
}
