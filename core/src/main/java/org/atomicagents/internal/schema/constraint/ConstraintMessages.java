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

/** The expectations of constraints, in words for people and models. */
public final class ConstraintMessages {
  private ConstraintMessages() {}

  /** What a constraint asks for, without regard to the machine's language. */
  public static String expected(ConstraintViolation<?> violation, @Nullable Object value) {
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    return isSupported(constraint)
        ? expected(constraint, value, CustomConstraintMessage.of(constraint))
        : "a value that fulfils: " + violation.getMessage();
  }

  /** What a constraint asks for of what a method of the record derives from it. */
  public static String expected(String property, ConstraintViolation<?> violation) {
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    String message = CustomConstraintMessage.of(constraint);
    if (message != null || !isSupported(constraint)) {
      return "a value that fulfils: " + (message == null ? violation.getMessage() : message);
    }
    return "a value of which "
        + property
        + " is "
        + expected(constraint, violation.getInvalidValue(), null);
  }

  /** Whether there are words for a constraint, so that the validator's own are not needed. */
  public static boolean isSupported(Annotation constraint) {
    return messageFor(constraint, null) != null;
  }

  /** Whether a constraint is one of those that are checked without the validator where they fit. */
  public static boolean isBuiltIn(Annotation constraint) {
    return isSupported(constraint) && !(constraint instanceof Email);
  }

  /**
   * What one of the usual constraints asks for.
   *
   * @param message what the user says of it; null if nothing
   */
  static String expected(Annotation constraint, @Nullable Object value, @Nullable String message) {
    String words = Objects.requireNonNull(messageFor(constraint, value));
    return message == null ? words : words + " (" + message + ")";
  }

  private static @Nullable String messageFor(Annotation constraint, @Nullable Object value) {
    return switch (constraint) {
      case Size size -> describeSizeRange(size.min(), size.max(), value);
      case NotNull ignored -> "a value";
      case AssertTrue ignored -> "true";
      case AssertFalse ignored -> "false";
      case NotEmpty ignored -> describeSizeRange(1, Integer.MAX_VALUE, value);
      case NotBlank ignored -> "a text that is not blank";
      case Min min -> "at least " + min.value();
      case Max max -> "at most " + max.value();
      case DecimalMin min -> (min.inclusive() ? "at least " : "more than ") + min.value();
      case DecimalMax max -> (max.inclusive() ? "at most " : "less than ") + max.value();
      case Positive ignored -> "more than 0";
      case PositiveOrZero ignored -> "at least 0";
      case Negative ignored -> "less than 0";
      case NegativeOrZero ignored -> "at most 0";
      case Pattern pattern -> "a text that matches " + pattern.regexp();
      case Email ignored -> "an e-mail address";
      default -> null;
    };
  }

  private static String describeSizeRange(int least, int most, @Nullable Object value) {
    String unit = value instanceof CharSequence ? "character" : "item";
    if (most == Integer.MAX_VALUE) {
      return "at least " + pluralize(least, unit);
    }
    return least == 0 ? "at most " + pluralize(most, unit) : least + " to " + pluralize(most, unit);
  }

  private static String pluralize(int count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
