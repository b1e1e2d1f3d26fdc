package org.atomicagents.internal.schema.repair;

import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.json.lenient.SyntaxRepair;
import org.jspecify.annotations.Nullable;

/**
 * The deviations from JSON that a value contains anywhere. They decide how its ambiguous parts may
 * be interpreted.
 *
 * @param hasRepairs whether there is any deviation
 * @param hasUnescapedQuotes whether a string contains unescaped quotes
 * @param hasUnquotedText whether there is a string without quotes
 * @param separator the separator of properties on one line, {@code ","} or {@code ", "}; null if
 *     unknown
 */
record SyntaxProfile(
    boolean hasRepairs,
    boolean hasUnescapedQuotes,
    boolean hasUnquotedText,
    @Nullable String separator) {
  static final SyntaxProfile UNKNOWN = new SyntaxProfile(false, false, false, null);

  static SyntaxProfile of(LenientValue value, String source) {
    return new SyntaxProfile(
        hasRepairs(value),
        hasUnescapedQuotes(value),
        ScalarRepairer.hasUnquotedText(value),
        findSeparator(value, source));
  }

  private static @Nullable String findSeparator(LenientValue value, String source) {
    if (value instanceof ObjectValue object && object.properties().size() > 1) {
      int comma = object.properties().getFirst().value().end();
      if (source.startsWith(", ", comma)) {
        return ", ";
      }
      boolean isCompact =
          source.startsWith(",", comma)
              && comma + 1 < source.length()
              && !Character.isWhitespace(source.charAt(comma + 1));
      return isCompact ? "," : null;
    }
    return null;
  }

  private static boolean hasRepairs(LenientValue value) {
    return !value.repairs().isEmpty()
        || switch (value) {
          case ObjectValue object -> hasRepairs(object);
          case ArrayValue array -> hasRepairs(array);
          case StringValue ignored -> false;
          case RawToken token -> !JsonLiterals.isValid(token.source(), token.start(), token.end());
        };
  }

  // A stream would need several times the stack at each level.
  private static boolean hasRepairs(ObjectValue object) {
    for (Property property : object.properties()) {
      if (!property.repairs().isEmpty() || hasRepairs(property.value())) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasRepairs(ArrayValue array) {
    for (LenientValue element : array.elements()) {
      if (hasRepairs(element)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasUnescapedQuotes(LenientValue value) {
    return switch (value) {
      case ObjectValue object -> hasUnescapedQuotes(object);
      case ArrayValue array -> hasUnescapedQuotes(array);
      case RawToken ignored -> false;
      case StringValue string -> hasUnescapedQuotes(string);
    };
  }

  private static boolean hasUnescapedQuotes(ObjectValue object) {
    for (Property property : object.properties()) {
      if (hasUnescapedQuotes(property.value())) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasUnescapedQuotes(ArrayValue array) {
    for (LenientValue element : array.elements()) {
      if (hasUnescapedQuotes(element)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasUnescapedQuotes(StringValue string) {
    for (SyntaxRepair repair : string.repairs()) {
      if (repair.kind() == SyntaxRepair.Kind.QUOTES && repair.start() > string.start()) {
        return true;
      }
    }
    return false;
  }
}
