package org.atomicagents.schema;

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
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The usual constraints in the words of JSON Schema, and in words for people and models. */
final class ConstraintWords {
  private ConstraintWords() {}

  static void describe(Annotation constraint, TypeNode type, Keywords out) {
    switch (constraint) {
      case Size size -> describeSize(size.min(), size.max(), type, out);
      case NotEmpty ignored -> describeSize(1, Integer.MAX_VALUE, type, out);
      case NotBlank ignored -> out.pattern("\\S");
      case Pattern pattern -> describePattern(pattern, out);
      case AssertTrue ignored -> out.flag("const", true);
      case AssertFalse ignored -> out.flag("const", false);
      case Email ignored -> out.text("format", "email");
      default -> describeBound(constraint, out);
    }
  }

  private static void describeBound(Annotation constraint, Keywords out) {
    switch (constraint) {
      case Min min -> out.atLeast("minimum", BigDecimal.valueOf(min.value()));
      case Max max -> out.atMost("maximum", BigDecimal.valueOf(max.value()));
      case DecimalMin min ->
          out.atLeast(
              min.inclusive() ? "minimum" : "exclusiveMinimum", new BigDecimal(min.value()));
      case DecimalMax max ->
          out.atMost(max.inclusive() ? "maximum" : "exclusiveMaximum", new BigDecimal(max.value()));
      case Positive ignored -> out.atLeast("exclusiveMinimum", BigDecimal.ZERO);
      case PositiveOrZero ignored -> out.atLeast("minimum", BigDecimal.ZERO);
      case Negative ignored -> out.atMost("exclusiveMaximum", BigDecimal.ZERO);
      case NegativeOrZero ignored -> out.atMost("maximum", BigDecimal.ZERO);
      default -> {}
    }
  }

  /** What a constraint asks for, without regard to the machine's language. */
  static String expected(ConstraintViolation<?> violation, @Nullable Object value) {
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    return knows(constraint)
        ? expected(constraint, value, CustomMessage.of(constraint))
        : "a value that fulfils: " + violation.getMessage();
  }

  /** What a constraint asks for of what a method of the record derives from it. */
  static String expected(String property, ConstraintViolation<?> violation) {
    Annotation constraint = violation.getConstraintDescriptor().getAnnotation();
    String message = CustomMessage.of(constraint);
    if (message != null || !knows(constraint)) {
      return "a value that fulfils: " + (message == null ? violation.getMessage() : message);
    }
    return "a value of which "
        + property
        + " is "
        + expected(constraint, violation.getInvalidValue(), null);
  }

  /** Whether there are words for a constraint, so that the validator's own are not needed. */
  static boolean knows(Annotation constraint) {
    return known(constraint, null) != null;
  }

  /** Whether a constraint is one of those that are checked without the validator where they fit. */
  static boolean isUsual(Annotation constraint) {
    return knows(constraint) && !(constraint instanceof Email);
  }

  /**
   * What one of the usual constraints asks for.
   *
   * @param message what the user says of it; null if nothing
   */
  static String expected(Annotation constraint, @Nullable Object value, @Nullable String message) {
    String words = Objects.requireNonNull(known(constraint, value));
    return message == null ? words : words + " (" + message + ")";
  }

  private static @Nullable String known(Annotation constraint, @Nullable Object value) {
    return switch (constraint) {
      case Size size -> amount(size.min(), size.max(), value);
      case NotNull ignored -> "a value";
      case AssertTrue ignored -> "true";
      case AssertFalse ignored -> "false";
      case NotEmpty ignored -> amount(1, Integer.MAX_VALUE, value);
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

  private static void describePattern(Pattern pattern, Keywords out) {
    if (pattern.flags().length == 0 && EcmaPattern.isOne(pattern.regexp())) {
      out.pattern(EcmaPattern.anchored(pattern.regexp()));
    } else {
      out.hint(
          "matches Java's regular expression "
              + pattern.regexp()
              + Arrays.stream(pattern.flags())
                  .map(flag -> ", " + flag.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                  .collect(Collectors.joining()));
    }
  }

  private static void describeSize(int least, int most, TypeNode type, Keywords out) {
    String what =
        switch (type) {
          case ListNode ignored -> "Items";
          case MapNode ignored -> "Properties";
          default -> "Length";
        };
    if (least > 0) {
      out.atLeast("min" + what, BigDecimal.valueOf(least));
    }
    if (most < Integer.MAX_VALUE) {
      out.atMost("max" + what, BigDecimal.valueOf(most));
    }
  }

  private static String amount(int least, int most, @Nullable Object value) {
    String unit = value instanceof CharSequence ? "character" : "item";
    if (most == Integer.MAX_VALUE) {
      return "at least " + counted(least, unit);
    }
    return least == 0 ? "at most " + counted(most, unit) : least + " to " + counted(most, unit);
  }

  private static String counted(int count, String unit) {
    return count + " " + unit + (count == 1 ? "" : "s");
  }
}
