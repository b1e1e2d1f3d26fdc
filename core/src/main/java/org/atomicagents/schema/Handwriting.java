package org.atomicagents.schema;

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
 * @param isMended whether it departs from JSON anywhere
 * @param hasMendedQuotes whether quotes within a text were not escaped
 * @param hasBareTexts whether texts stand without quotes
 * @param separator what stands between its members on one line; null if that isn't known
 */
record Handwriting(
    boolean isMended, boolean hasMendedQuotes, boolean hasBareTexts, @Nullable String separator) {
  static final Handwriting UNKNOWN = new Handwriting(false, false, false, null);

  static Handwriting of(LenientValue value, String source) {
    return new Handwriting(
        isMended(value),
        hasMendedQuotes(value),
        ScalarAlignment.hasBareText(value),
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

  private static boolean isMended(LenientValue value) {
    return !value.repairs().isEmpty()
        || switch (value) {
          case ObjectValue members ->
              members.properties().stream()
                  .anyMatch(each -> !each.repairs().isEmpty() || isMended(each.value()));
          case ArrayValue items -> items.elements().stream().anyMatch(Handwriting::isMended);
          case StringValue ignored -> false;
          case RawToken word -> !JsonLiterals.isValid(word.value());
        };
  }

  private static boolean hasMendedQuotes(LenientValue value) {
    return switch (value) {
      case ObjectValue members ->
          members.properties().stream().anyMatch(each -> hasMendedQuotes(each.value()));
      case ArrayValue items -> items.elements().stream().anyMatch(Handwriting::hasMendedQuotes);
      case RawToken ignored -> false;
      case StringValue text ->
          text.repairs().stream()
              .anyMatch(
                  mend -> mend.kind() == SyntaxRepair.Kind.QUOTES && mend.start() > text.start());
    };
  }
}
