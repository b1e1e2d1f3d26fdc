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

/** Translates Jakarta constraints to keywords of JSON Schema. */
final class ConstraintKeywords {
  private ConstraintKeywords() {}

  /** Returns the keywords for the constraints of a use of the given type. */
  static SchemaKeywords of(PropertyConstraints constraints, TypeNode type) {
    var keywords = new SchemaKeywords();
    for (Annotation annotation : constraints.annotations()) {
      if (isInDefaultGroup(annotation)) {
        describe(annotation, type, keywords);
      }
    }
    return keywords;
  }

  /** Returns whether a constraint is in the default group; others are not checked. */
  private static boolean isInDefaultGroup(Annotation constraint) {
    List<Class<?>> groups = PropertyConstraints.groups(constraint);
    return groups.isEmpty() || groups.contains(Default.class);
  }

  private static void describe(Annotation constraint, TypeNode type, SchemaKeywords out) {
    switch (constraint) {
      case Size size -> describeSize(size.min(), size.max(), type, out);
      case NotEmpty ignored -> describeSize(1, Integer.MAX_VALUE, type, out);
      case NotBlank ignored -> out.addPattern("\\S");
      case Pattern pattern -> describePattern(pattern, out);
      case AssertTrue ignored -> out.addFlag("const", true);
      case AssertFalse ignored -> out.addFlag("const", false);
      case Email ignored -> out.addString("format", "email");
      default -> describeBound(constraint, out);
    }
  }

  private static void describeBound(Annotation constraint, SchemaKeywords out) {
    switch (constraint) {
      case Min min -> out.addMinimum("minimum", BigDecimal.valueOf(min.value()));
      case Max max -> out.addMaximum("maximum", BigDecimal.valueOf(max.value()));
      case DecimalMin min ->
          out.addMinimum(
              min.inclusive() ? "minimum" : "exclusiveMinimum", new BigDecimal(min.value()));
      case DecimalMax max ->
          out.addMaximum(
              max.inclusive() ? "maximum" : "exclusiveMaximum", new BigDecimal(max.value()));
      case Positive ignored -> out.addMinimum("exclusiveMinimum", BigDecimal.ZERO);
      case PositiveOrZero ignored -> out.addMinimum("minimum", BigDecimal.ZERO);
      case Negative ignored -> out.addMaximum("exclusiveMaximum", BigDecimal.ZERO);
      case NegativeOrZero ignored -> out.addMaximum("maximum", BigDecimal.ZERO);
      default -> {}
    }
  }

  private static void describePattern(Pattern pattern, SchemaKeywords out) {
    if (pattern.flags().length == 0 && EcmaRegexCompatibility.isCompatible(pattern.regexp())) {
      out.addPattern(EcmaRegexCompatibility.anchored(pattern.regexp()));
    } else {
      out.addHint(
          "matches Java's regular expression "
              + pattern.regexp()
              + Arrays.stream(pattern.flags())
                  .map(flag -> ", " + flag.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                  .collect(Collectors.joining()));
    }
  }

  private static void describeSize(int min, int max, TypeNode type, SchemaKeywords out) {
    String unit =
        switch (type) {
          case ListNode ignored -> "Items";
          case MapNode ignored -> "Properties";
          default -> "Length";
        };
    if (min > 0) {
      out.addMinimum("min" + unit, BigDecimal.valueOf(min));
    }
    if (max < Integer.MAX_VALUE) {
      out.addMaximum("max" + unit, BigDecimal.valueOf(max));
    }
  }
}
