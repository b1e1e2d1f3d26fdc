package org.atomicagents.internal.schema.constraint;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.constraints.AssertFalse;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Email;
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
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The expected values of constraints as text for violations. */
public final class ConstraintMessages {
  private ConstraintMessages() {}

  /** Returns the expected value of a violated constraint, in English whatever the locale. */
  public static String expected(ConstraintViolation<?> violation, @Nullable Object value) {
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    return isSupported(constraint)
        ? expected(constraint, value, CustomConstraintMessage.of(constraint))
        : "a value that satisfies: " + violation.getMessage();
  }

  /**
   * Returns the expected value of a violated constraint on a method such as {@code isOrdered()}.
   */
  public static String expected(String property, ConstraintViolation<?> violation) {
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    String message = CustomConstraintMessage.of(constraint);
    if (message != null || !isSupported(constraint)) {
      return "a value that satisfies: " + (message == null ? violation.getMessage() : message);
    }
    return "a value whose "
        + property
        + " is "
        + expected(constraint, violation.getInvalidValue(), null);
  }

  /**
   * Returns whether this class describes a constraint, so that the validator's message is unused.
   */
  public static boolean isSupported(Annotation constraint) {
    return messageFor(constraint, null) != null;
  }

  /** Returns whether a constraint is checked without the validator on the types it applies to. */
  public static boolean isBuiltIn(Annotation constraint) {
    return isSupported(constraint) && !(constraint instanceof Email);
  }

  /**
   * Returns the expected value of a standard constraint.
   *
   * @param message the custom message; null if there is none
   */
  static String expected(Annotation constraint, @Nullable Object value, @Nullable String message) {
    String expected = Objects.requireNonNull(messageFor(constraint, value));
    return message == null ? expected : expected + " (" + message + ")";
  }

  private static @Nullable String messageFor(Annotation constraint, @Nullable Object value) {
    return switch (constraint) {
      case Size size -> describeSizeRange(size.min(), size.max(), value);
      case NotNull ignored -> "a value";
      case AssertTrue ignored -> "true";
      case AssertFalse ignored -> "false";
      case NotEmpty ignored -> describeSizeRange(1, Integer.MAX_VALUE, value);
      case NotBlank ignored -> "a string that is not blank";
      case Min min -> "at least " + min.value();
      case Max max -> "at most " + max.value();
      case DecimalMin min -> (min.inclusive() ? "at least " : "more than ") + min.value();
      case DecimalMax max -> (max.inclusive() ? "at most " : "less than ") + max.value();
      case Positive ignored -> "more than 0";
      case PositiveOrZero ignored -> "at least 0";
      case Negative ignored -> "less than 0";
      case NegativeOrZero ignored -> "at most 0";
      case Pattern pattern -> "a string that matches " + pattern.regexp();
      case Email ignored -> "an e-mail address";
      default -> null;
    };
  }

  private static String describeSizeRange(int min, int max, @Nullable Object value) {
    String unit = value instanceof CharSequence ? "character" : "item";
    if (max == Integer.MAX_VALUE) {
      return "at least " + pluralize(min, unit);
    }
    return min == 0 ? "at most " + pluralize(max, unit) : min + " to " + pluralize(max, unit);
  }

  private static String pluralize(int count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
