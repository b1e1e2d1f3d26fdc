package org.atomicagents.internal.schema.repair;

import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.json.lenient.SyntaxRepair;
import org.jspecify.annotations.Nullable;

/**
 * How a whole value is written, which says what may be meant by its parts.
 *
 * @param hasRepairs whether it departs from JSON anywhere
 * @param hasUnescapedQuotes whether quotes within a text were not escaped
 * @param hasUnquotedText whether texts stand without quotes
 * @param separator what stands between its members on one line; null if that isn't known
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
        separator(value, source));
  }

  private static @Nullable String separator(LenientValue value, String source) {
    if (value instanceof ObjectValue members && members.properties().size() > 1) {
      int comma = members.properties().getFirst().value().end();
      if (source.startsWith(", ", comma)) {
        return ", ";
      }
      boolean compact =
          source.startsWith(",", comma)
              && comma + 1 < source.length()
              && !Character.isWhitespace(source.charAt(comma + 1));
      return compact ? "," : null;
    }
    return null;
  }

  private static boolean hasRepairs(LenientValue value) {
    return !value.repairs().isEmpty()
        || switch (value) {
          case ObjectValue members ->
              members.properties().stream()
                  .anyMatch(each -> !each.repairs().isEmpty() || hasRepairs(each.value()));
          case ArrayValue items -> items.elements().stream().anyMatch(SyntaxProfile::hasRepairs);
          case StringValue ignored -> false;
          case RawToken word -> !JsonLiterals.isValid(word.value());
        };
  }

  private static boolean hasUnescapedQuotes(LenientValue value) {
    return switch (value) {
      case ObjectValue members ->
          members.properties().stream().anyMatch(each -> hasUnescapedQuotes(each.value()));
      case ArrayValue items ->
          items.elements().stream().anyMatch(SyntaxProfile::hasUnescapedQuotes);
      case RawToken ignored -> false;
      case StringValue text ->
          text.repairs().stream()
              .anyMatch(
                  mend -> mend.kind() == SyntaxRepair.Kind.QUOTES && mend.start() > text.start());
    };
  }
}
