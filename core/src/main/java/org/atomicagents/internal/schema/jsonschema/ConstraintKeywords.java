package org.atomicagents.internal.schema.jsonschema;

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
import org.atomicagents.internal.schema.constraint.PropertyConstraints;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.TypeNode;

/** The Jakarta constraints of a place as keywords of JSON Schema. */
final class ConstraintKeywords {
  private ConstraintKeywords() {}

  /** Returns the keywords for the constraints of a place of the given type. */
  static SchemaKeywords of(PropertyConstraints constraints, TypeNode type) {
    var keywords = new SchemaKeywords();
    for (Annotation annotation : constraints.annotations()) {
      if (isInDefaultGroup(annotation)) {
        describe(annotation, type, keywords);
      }
    }
    return keywords;
  }

  /** Whether it is in the default group: what isn't checked must not be said. */
  private static boolean isInDefaultGroup(Annotation constraint) {
    List<Class<?>> groups = PropertyConstraints.groups(constraint);
    return groups.isEmpty() || groups.contains(Default.class);
  }

  private static void describe(Annotation constraint, TypeNode type, SchemaKeywords out) {
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

  private static void describeBound(Annotation constraint, SchemaKeywords out) {
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

  private static void describePattern(Pattern pattern, SchemaKeywords out) {
    if (pattern.flags().length == 0 && EcmaRegexCompatibility.isCompatible(pattern.regexp())) {
      out.pattern(EcmaRegexCompatibility.anchored(pattern.regexp()));
    } else {
      out.hint(
          "matches Java's regular expression "
              + pattern.regexp()
              + Arrays.stream(pattern.flags())
                  .map(flag -> ", " + flag.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                  .collect(Collectors.joining()));
    }
  }

  private static void describeSize(int least, int most, TypeNode type, SchemaKeywords out) {
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
