package org.atomicagents.schema;

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
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import jakarta.validation.groups.Default;
import java.lang.annotation.Annotation;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The Jakarta constraints of a place as keywords of JSON Schema. */
final class ConstraintKeywords {
  private ConstraintKeywords() {}

  /** Returns the keywords for the constraints of a place of the given type. */
  static Keywords of(Constraints constraints, TypeNode type) {
    var keywords = new Keywords();
    for (Annotation annotation : constraints.annotations()) {
      if (isChecked(annotation)) {
        describe(annotation, type, keywords);
      }
    }
    return keywords;
  }

  /** Whether it is in the default group: what isn't checked must not be said. */
  private static boolean isChecked(Annotation constraint) {
    List<Class<?>> groups = Constraints.groups(constraint);
    return groups.isEmpty() || groups.contains(Default.class);
  }

  private static void describe(Annotation constraint, TypeNode type, Keywords out) {
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
}
